import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ForgotPasswordPage, SignUpPage } from "@/app/authPages";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { SignInPage } from "@/features/auth/SignInPage";
import { startI18n } from "@/lib/i18n/i18n";
import type { Site as SiteInfo } from "@/lib/protocol/types";
import { openBrowser, refusal, type Site } from "../helpers/browser";

let site: Site;
beforeEach(async () => {
  site = openBrowser();
  isOn({});
  await startI18n();
});

function show(page: React.ReactNode) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter>
        <TooltipProvider>{page}</TooltipProvider>
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

function isOn(settings: Partial<SiteInfo>) {
  const usual: SiteInfo = { registration: "open", email_verification: false, mail: true, logo: null };
  site.answers["GET /api/site/"] = () => Response.json({ ...usual, ...settings });
}

const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);

describe("signing in", () => {
  async function fillAndSend(person: ReturnType<typeof userEvent.setup>) {
    await person.type(field("User name or e-mail"), "hanako");
    await person.type(field("Password"), "secret");
    await person.click(screen.getByRole("button", { name: "Sign in" }));
  }

  it("asks for what is missing before it asks the server", async () => {
    const person = show(<SignInPage />);
    await person.click(screen.getByRole("button", { name: "Sign in" }));
    await screen.findAllByText("Please fill this in.");
    expect(field("User name or e-mail")).toHaveAccessibleDescription("Please fill this in.");
    expect(field("User name or e-mail")).toHaveFocus();
    expect(site.requests).not.toContain("POST /api/session/");
  });

  it("says that name and password do not match, and keeps what was typed", async () => {
    site.answers["POST /api/session/"] = () => refusal(401, "wrong_credentials");
    await fillAndSend(show(<SignInPage />));
    expect(await screen.findByText(/do not match/)).toBeVisible();
    expect(screen.getByRole("alert")).toHaveTextContent(/do not match/);
    expect(field("User name or e-mail")).toHaveValue("hanako");
    expect(field("Password")).toHaveValue("secret");
  });

  it("says what to set where the server refuses the page's address", async () => {
    site.answers["POST /api/session/"] = () => refusal(403, "origin_refused");
    await fillAndSend(show(<SignInPage />));
    const said = await screen.findByText(/does not take requests from/);
    expect(said).toHaveTextContent(location.origin);
    expect(said).toHaveTextContent("ORIGINS");
  });

  it("says how long to wait", async () => {
    site.answers["POST /api/session/"] = () => refusal(429, "rate_limited", {}, { "Retry-After": "42" });
    await fillAndSend(show(<SignInPage />));
    expect(await screen.findByText(/in 42 seconds/)).toBeVisible();
  });

  it("asks for a code where the account has a second step, and keeps asking until one is right", async () => {
    site.answers["POST /api/session/"] = () => refusal(401, "second_factor_required");
    const person = show(<SignInPage />);
    await fillAndSend(person);
    expect(await screen.findByLabelText("Code")).toHaveFocus();
    site.answers["POST /api/session/"] = () => refusal(400, "wrong_code");
    await person.type(field("Code"), "123456{Enter}");
    expect(await screen.findByText(/code is not right/)).toBeVisible();
    expect(field("Code")).toHaveValue("123456");
    await person.click(screen.getByRole("button", { name: "Use a recovery code" }));
    expect(field("Recovery code")).toHaveFocus();
    await person.click(screen.getByRole("button", { name: "Start over" }));
    expect(field("User name or e-mail")).toBeVisible();
  });

  it("isSendKey name, password and code together", async () => {
    site.answers["POST /api/session/"] = () => refusal(401, "second_factor_required");
    const person = show(<SignInPage />);
    await fillAndSend(person);
    await person.type(await screen.findByLabelText("Code"), "123456{Enter}");
    await vi.waitFor(() => expect(site.bodies).toHaveLength(2));
    expect(site.bodies).toEqual([
      { username: "hanako", password: "secret" },
      { username: "hanako", password: "secret", code: "123456" },
    ]);
  });

  it("offers a new password, or says who can help where no mail is sent", async () => {
    isOn({ mail: false });
    show(<SignInPage />);
    expect(await screen.findByText(/Ask the person who runs this site/)).toBeVisible();
    expect(screen.queryByRole("link", { name: /Forgot/ })).toBeNull();
  });

  it("says who has a link where no mail is sent, and asks for no name", async () => {
    isOn({ mail: false });
    show(<ForgotPasswordPage />);
    expect(await screen.findByText(/Ask the person who runs it for a link/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Send the link" })).toBeNull();
  });

  it("shows and hides the password", async () => {
    const person = show(<SignInPage />);
    expect(field("Password").type).toBe("password");
    await person.click(screen.getByRole("button", { name: "Show password" }));
    expect(field("Password").type).toBe("text");
    expect(screen.getByRole("button", { name: "Hide password" })).toBeVisible();
  });
});

it("marks each wrong field of a new account and moves to the first", async () => {
  site.answers["POST /api/register/"] = () =>
    refusal(400, "invalid", {
      fields: { email: ["email_taken"], password: ["password_too_short", "password_too_common"] },
    });
  const person = show(<SignUpPage />);
  await person.type(await screen.findByLabelText("User name"), "hanako");
  await person.type(field("E-mail"), "hanako@example.org");
  await person.type(field("Password"), "abc");
  await person.click(screen.getByRole("button", { name: "Create account" }));

  expect(await screen.findByText(/account with this address/)).toBeVisible();
  expect(field("E-mail")).toHaveFocus();
  expect(field("E-mail")).toBeInvalid();
  expect(field("Password")).toHaveAccessibleDescription(/at least 10 characters\. Too many people/i);
  expect(field("User name")).toBeValid();
});

describe("joining", () => {
  it.each([
    [{ registration: "closed" } as const, /This site takes no new accounts/],
    [{ registration: "invitation" } as const, /need an invitation/],
  ])("says so where nobody can: %o", async (settings, text) => {
    isOn(settings);
    show(<SignUpPage />);
    expect(await screen.findByText(text)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Create account" })).toBeNull();
  });

  it("begins with the address where it has to be confirmed", async () => {
    isOn({ email_verification: true });
    site.answers["POST /api/register/link/"] = () => new Response(null, { status: 202 });
    const person = show(<SignUpPage />);
    await person.type(await screen.findByLabelText("E-mail"), "hanako@example.org{Enter}");
    expect(await screen.findByRole("status")).toHaveTextContent("hanako@example.org");
    expect(screen.getByRole("button", { name: "Send it again" })).toBeVisible();
  });
});
