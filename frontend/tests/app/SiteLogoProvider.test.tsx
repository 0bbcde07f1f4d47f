import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { queryClient } from "@/app/queryClient";
import { SiteLogoProvider } from "@/app/SiteLogoProvider";
import { SiteLogo } from "@/components/display/SiteLogo";
import { session } from "@/lib/session/session";
import { openBrowser, refusal, type Site } from "../helpers/browser";

const OWN = { light: "/files/1/small", dark: "/files/2/small" };

let site: Site;
beforeEach(() => {
  site = openBrowser();
});

function show(client = new QueryClient()) {
  return render(
    <QueryClientProvider client={client}>
      <SiteLogoProvider>
        <SiteLogo className="size-6" />
      </SiteLogoProvider>
    </QueryClientProvider>,
  ).container;
}

function has(logo: typeof OWN | null) {
  site.answers["GET /api/site/"] = () =>
    Response.json({ registration: "open", email_verification: false, mail: true, logo });
}

const pictures = (page: HTMLElement) => [...page.querySelectorAll("img")].map((each) => each.getAttribute("src"));

describe("the site's logo", () => {
  it("is Irori's where the site has none", async () => {
    has(null);
    const page = show();
    await waitFor(() => expect(site.requests).toContain("GET /api/site/"));
    expect(page.querySelector("svg")).toBeInTheDocument();
    expect(pictures(page)).toEqual([]);
  });

  it("is its own on light and on dark pages, and at once on the next visit", async () => {
    has(OWN);
    const page = show();
    await waitFor(() => expect(pictures(page)).toEqual([OWN.light, OWN.dark]));
    site.answers["GET /api/site/"] = () => refusal(503, "unavailable");
    expect(pictures(show())).toEqual([OWN.light, OWN.dark]);
  });

  it("is forgotten once it was removed", async () => {
    has(OWN);
    const page = show();
    await waitFor(() => expect(pictures(page)).toHaveLength(2));
    has(null);
    const next = show();
    await waitFor(() => expect(pictures(next)).toEqual([]));
    site.answers["GET /api/site/"] = () => refusal(503, "unavailable");
    expect(pictures(show())).toEqual([]);
  });

  it("is its own also where nobody turns out to be signed in while it is asked for", async () => {
    has(OWN);
    const page = show(queryClient);
    act(() => session.setState({ status: "out" }));
    await waitFor(() => expect(pictures(page)).toEqual([OWN.light, OWN.dark]));
  });

  it("is Irori's where the picture cannot be loaded", async () => {
    has(OWN);
    const page = show();
    await waitFor(() => expect(pictures(page)).toHaveLength(2));
    fireEvent.error(page.querySelector("img") as HTMLImageElement);
    expect(pictures(page)).toEqual([]);
    expect(page.querySelector("svg")).toBeInTheDocument();
  });
});
