import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Toaster } from "@/components/overlay/Toast";
import { KeywordsForm } from "@/features/notification-preferences/KeywordsForm";
import { LevelSetting } from "@/features/notification-preferences/LevelSetting";
import { PauseSetting } from "@/features/notification-preferences/PauseSetting";
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
      <PauseSetting />
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

it.each([
  ["Do not disturb", "undisturbed_until", /^Until/, "End it"],
  ["Mute all rooms", "muted_until", /^Muted until/, "Unmute"],
] as const)("holds for a while: %s", async (name, field, said, end) => {
  const group = within(screen.getByRole("group", { name }));
  fireEvent.click(group.getByRole("button", { name: "1 hour" }));
  await expect.poll(() => stored[field]).not.toBeNull();
  const ahead = Date.parse(stored[field] ?? "") - Date.now();
  expect(Math.abs(ahead - 3_600_000)).toBeLessThan(60_000);
  expect(await group.findByText(said)).toBeVisible();
  fireEvent.click(group.getByRole("button", { name: end }));
  await expect.poll(() => stored[field]).toBeNull();
  expect(await group.findByRole("button", { name: "1 hour" })).toBeVisible();
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
