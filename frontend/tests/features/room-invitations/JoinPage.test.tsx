import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeEach, expect, it } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { JoinPage } from "@/features/room-invitations/JoinPage";
import { tabStorage } from "@/lib/browser/storage";
import { startI18n } from "@/lib/i18n/i18n";
import { startSession } from "@/lib/session/session";
import { openBrowser, type Site } from "../../helpers/browser";

afterEach(cleanup);

let site: Site;
beforeEach(async () => {
  site = openBrowser();
  await startI18n();
  site.answers["GET /api/invitations/abc/"] = () =>
    Response.json({
      name: "Hearth",
      topic: "Sit down",
      member_count: 9,
      valid: true,
      invited_by: { id: 1, username: "hanako", display_name: "Hanako", avatar: null, status: null },
    });
});

function show(registration: "open" | "invitation", hash = "#abc") {
  site.answers["GET /api/site/"] = () =>
    Response.json({ registration, email_verification: false, mail: true, logo: null });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter initialEntries={[`/join${hash}`]}>
        <TooltipProvider>
          <JoinPage />
        </TooltipProvider>
      </MemoryRouter>
    </QueryClientProvider>,
  );
}

const ways = () => screen.getAllByRole("link").map((link) => link.textContent);

it("says who invites to what, and leads with making an account", async () => {
  show("open");
  expect(await screen.findByRole("heading", { name: "Join Hearth" })).toBeVisible();
  expect(screen.getByText("Hanako invites you to this room. Sit down · 9 members")).toBeVisible();
  await screen.findByRole("link", { name: "Create account" });
  expect(ways()).toEqual(["Create account", "I already have an account"]);
});

it("says what else an account takes where the site is by invitation", async () => {
  show("invitation");
  expect(await screen.findByText(/also need an invitation to the site/)).toBeVisible();
  expect(ways()).toEqual(["Sign in"]);
});

const accepted = () => site.requests.filter((request) => request.startsWith("POST /api/invitations/abc/")).length;

it("joins nobody who did not ask for it here", async () => {
  await startSession();
  tabStorage.set("irori.accepted", "another");
  show("open");
  expect(await screen.findByRole("button", { name: "Join the room" })).toBeVisible();
  expect(accepted()).toBe(0);
});

it("joins at once, and once, who had chosen to before they signed in", async () => {
  site.answers["POST /api/invitations/abc/"] = () => Response.json({ id: 12 });
  await startSession();
  tabStorage.set("irori.accepted", "abc");
  show("open");
  await expect.poll(accepted).toBe(1);
  expect(tabStorage.get("irori.accepted")).toBeNull();
});

it("says of a link without its end that the invitation does not work, and asks nobody", async () => {
  show("open", "");
  expect(await screen.findByText("This invitation no longer works. Ask for a new one.")).toBeVisible();
  expect(site.requests.filter((each) => each.includes("invitations"))).toEqual([]);
});
