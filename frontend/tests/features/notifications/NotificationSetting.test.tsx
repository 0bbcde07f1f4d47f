import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { NotificationSetting } from "@/features/notifications/NotificationSetting";
import { addTexts, startI18n } from "@/lib/i18n/i18n";

beforeAll(async () => {
  await startI18n();
  await addTexts("settings");
});

afterEach(() => {
  cleanup();
  Reflect.deleteProperty(navigator, "standalone");
});

function open(standalone?: boolean) {
  vi.stubGlobal("isSecureContext", true);
  if (standalone !== undefined)
    Object.defineProperty(navigator, "standalone", { configurable: true, value: standalone });
  render(<NotificationSetting />);
}

it("says on an iPhone how notifications come", () => {
  open(false);
  expect(screen.getByText(/Add to Home Screen/)).toBeVisible();
});

it.each([[undefined], [true]])("says that there are none where nothing helps (%s)", (standalone) => {
  open(standalone);
  expect(screen.getByText(/cannot show notifications/)).toBeVisible();
  expect(screen.queryByText(/Home Screen/)).toBeNull();
});
