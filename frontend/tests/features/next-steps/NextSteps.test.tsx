import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { beforeEach, expect, it } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { NextSteps } from "@/features/next-steps/NextSteps";
import { startI18n } from "@/lib/i18n/i18n";
import type { Me } from "@/lib/protocol/types";
import { session, startSession } from "@/lib/session/session";
import { hanako, openBrowser, refusal, type Site } from "../../helpers/browser";

let site: Site;
beforeEach(async () => {
  site = openBrowser();
  await startI18n();
});

async function show(me: Partial<Me>) {
  await startSession();
  session.setState({ user: { ...hanako, ...me } });
  render(
    <MemoryRouter>
      <TooltipProvider>
        <NextSteps />
      </TooltipProvider>
    </MemoryRouter>,
  );
  return userEvent.setup();
}

const steps = () => screen.queryByRole("region", { name: "Next steps" });

it("tells the person who has set the site up where to go on, until they hide it", async () => {
  site.answers["PATCH /api/me/"] = () => Response.json({ ...hanako, is_staff: true, next_steps: false });
  const person = await show({ is_staff: true, next_steps: true });
  expect(steps()).toBeVisible();
  expect(screen.getByRole("link", { name: /Invite people/ })).toHaveAttribute("href", "/settings/invitations");
  expect(screen.getByRole("link", { name: /Open the admin/ })).toHaveAttribute("href", "/admin/");
  await person.click(screen.getByRole("button", { name: "Hide the next steps" }));
  await waitFor(() => expect(steps()).toBeNull());
  await waitFor(() => expect(site.bodies.at(-1)).toEqual({ next_steps: false }));
});

it("comes back where the server refuses to hide it", async () => {
  site.answers["PATCH /api/me/"] = () => refusal(400, "invalid");
  const person = await show({ is_staff: true, next_steps: true });
  await person.click(screen.getByRole("button", { name: "Hide the next steps" }));
  await waitFor(() => expect(steps()).toBeVisible());
});

it.each([{ is_staff: true }, { next_steps: true }, {}])("is for nobody else: %o", async (me) => {
  await show(me);
  expect(steps()).toBeNull();
});
