import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { beforeEach, describe, expect, it } from "vitest";
import { TooltipProvider } from "@/components/Tooltip";
import { SignInPage, SignUpPage } from "@/features/auth";
import { startI18n } from "@/lib/i18n";
import { openBrowser, refusal, type Site } from "../../browser";

let site: Site;
beforeEach(async () => {
  site = openBrowser();
  await startI18n();
});

function show(page: React.ReactNode) {
  render(
    <MemoryRouter>
      <TooltipProvider>{page}</TooltipProvider>
    </MemoryRouter>,
  );
  return userEvent.setup();
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
    expect(site.calls).toEqual([]);
  });

  it("says that name and password do not match, and keeps what was typed", async () => {
    site.answers["POST /api/session/"] = () => refusal(401, "wrong_credentials");
    await fillAndSend(show(<SignInPage />));
    expect(await screen.findByText(/do not match/)).toBeVisible();
    expect(screen.getByRole("alert")).toHaveTextContent(/do not match/);
    expect(field("User name or e-mail")).toHaveValue("hanako");
    expect(field("Password")).toHaveValue("secret");
  });

  it("says how long to wait", async () => {
    site.answers["POST /api/session/"] = () => refusal(429, "rate_limited", {}, { "Retry-After": "42" });
    await fillAndSend(show(<SignInPage />));
    expect(await screen.findByText(/in 42 seconds/)).toBeVisible();
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
  await person.type(field("User name"), "hanako");
  await person.type(field("E-mail"), "hanako@example.org");
  await person.type(field("Password"), "abc");
  await person.click(screen.getByRole("button", { name: "Create account" }));

  expect(await screen.findByText(/account with this address/)).toBeVisible();
  expect(field("E-mail")).toHaveFocus();
  expect(field("E-mail")).toBeInvalid();
  expect(field("Password")).toHaveAccessibleDescription(/at least 10 characters\. Too many people/i);
  expect(field("User name")).toBeValid();
});
