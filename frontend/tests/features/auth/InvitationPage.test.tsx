import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { expect, it } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { InvitationPage } from "@/features/auth/InvitationPage";
import { startI18n } from "@/lib/i18n/i18n";
import { openBrowser } from "../../helpers/browser";

it("says of a link without its end that the invitation does not work, and asks nobody", async () => {
  const site = openBrowser();
  await startI18n();
  site.answers["GET /api/site/"] = () =>
    Response.json({ registration: "invitation", email_verification: false, mail: true, logo: null });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter initialEntries={["/invitation"]}>
        <TooltipProvider>
          <InvitationPage />
        </TooltipProvider>
      </MemoryRouter>
    </QueryClientProvider>,
  );
  expect(await screen.findByText("This invitation no longer works. Ask for a new one.")).toBeVisible();
  expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent(/^Invitation$/);
  expect(site.requests.filter((each) => each.startsWith("POST"))).toEqual([]);
});
