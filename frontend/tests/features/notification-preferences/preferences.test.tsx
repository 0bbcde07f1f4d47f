import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Toaster } from "@/components/overlay/Toast";
import { KeywordsForm } from "@/features/notification-preferences/KeywordsForm";
import { LevelSetting } from "@/features/notification-preferences/LevelSetting";
import { QuietHoursForm } from "@/features/notification-preferences/QuietHoursForm";
import { addTexts, startI18n } from "@/lib/i18n/i18n";
import type { NotificationPreferences } from "@/lib/protocol/types";
import { startSession } from "@/lib/session/session";
import { openBrowser, type Site } from "../../helpers/browser";

let site: Site;
let stored: NotificationPreferences;

beforeEach(async () => {
  site = openBrowser();
  await startI18n();
  await addTexts("settings");
  await startSession();
  const never = { muted_until: null, undisturbed_until: null, quiet: null };
  stored = { ...never, level: "all", mail: "day", keywords: ["tea"], snoozed: [] };
  site.answers["GET /api/me/notifications/"] = () => Response.json(stored);
  site.answers["PATCH /api/me/notifications/"] = () => {
    stored = { ...stored, ...(site.bodies.at(-1) as object) };
    return Response.json(stored);
  };
  render(
    <QueryClientProvider client={new QueryClient()}>
      <LevelSetting />
      <QuietHoursForm />
      <KeywordsForm />
      <Toaster />
    </QueryClientProvider>,
  );
  await screen.findByRole("form", { name: "Keywords" });
});

afterEach(cleanup);

it("chooses a level, and when letters come", async () => {
  fireEvent.click(screen.getByRole("radio", { name: "Mentions" }));
  await expect.poll(() => stored.level).toBe("mentions");
  fireEvent.click(screen.getByRole("radio", { name: "Never" }));
  await expect.poll(() => stored.mail).toBe("never");
  expect(screen.getByRole("radio", { name: "Mentions" })).toBeChecked();
});

it("takes a choice back that the server refuses", async () => {
  site.answers["PATCH /api/me/notifications/"] = () =>
    Response.json({ code: "forbidden", detail: "No." }, { status: 403 });
  fireEvent.click(screen.getByRole("radio", { name: "Mentions" }));
  await expect.poll(() => screen.getByRole<HTMLInputElement>("radio", { name: "Everything" }).checked).toBe(true);
  expect(stored.level).toBe("all");
});

it("keeps quiet hours, and forgets them", async () => {
  fireEvent.click(screen.getByRole("checkbox", { name: "Quiet every day" }));
  fireEvent.change(screen.getByLabelText("From"), { target: { value: "21:30" } });
  fireEvent.submit(screen.getByRole("form", { name: "Quiet hours" }));
  await expect.poll(() => stored.quiet).toEqual({ start: "21:30", end: "07:00", days: [0, 1, 2, 3, 4, 5, 6] });
  fireEvent.click(await screen.findByRole("checkbox", { name: "Quiet every day", checked: true }));
  fireEvent.submit(screen.getByRole("form", { name: "Quiet hours" }));
  await expect.poll(() => stored.quiet).toBeNull();
});

it("keeps keywords, one in a line", async () => {
  fireEvent.change(screen.getByLabelText("One in each line, at most 20"), { target: { value: " tea \n\n薬缶\n" } });
  fireEvent.submit(screen.getByRole("form", { name: "Keywords" }));
  await expect.poll(() => stored.keywords).toEqual(["tea", "薬缶"]);
});
