import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { loadRadix } from "@/components/radix/useRadix";
import { NewCodesDialog } from "@/features/two-factor/TwoFactorDialogs";
import { addTexts, startI18n } from "@/lib/i18n/i18n";
import { startSession } from "@/lib/session/session";
import { openBrowser } from "../../helpers/browser";

afterEach(cleanup);

it("stays open while new recovery codes are made, and shows them", async () => {
  const site = openBrowser();
  await Promise.all([startI18n(), loadRadix()]);
  await addTexts("settings");
  await startSession();
  let answer: ((response: Response) => void) | undefined;
  site.answers["POST /api/me/second-factor/recovery-codes/"] = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  const closed = vi.fn();
  render(
    <QueryClientProvider client={new QueryClient()}>
      <TooltipProvider>
        <NewCodesDialog onClose={closed} />
      </TooltipProvider>
    </QueryClientProvider>,
  );
  fireEvent.change(await screen.findByLabelText("Current password"), { target: { value: "secret" } });
  fireEvent.change(screen.getByLabelText("Code"), { target: { value: "123456" } });
  expect(screen.getByRole("button", { name: "Close" })).toBeVisible();
  fireEvent.submit(screen.getByLabelText("Code").closest("form") as HTMLFormElement);
  await expect.poll(() => answer).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Close" }));
  fireEvent.keyDown(screen.getByRole("dialog"), { key: "Escape" });
  expect(closed).not.toHaveBeenCalled();
  answer?.(Response.json({ recovery_codes: ["aaaa-bbbb"] }));
  expect(await screen.findByText("aaaa-bbbb")).toBeVisible();
});
