import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Toaster } from "@/components/overlay/Toast";
import { KeywordsForm } from "@/features/notification-preferences/KeywordsForm";
import { LevelSetting } from "@/features/notification-preferences/LevelSetting";
import { PauseSetting } from "@/features/notification-preferences/PauseSetting";
import { QuietHoursForm } from "@/features/notification-preferences/QuietHoursForm";
import { addTexts, changeLanguage, startI18n } from "@/lib/i18n/i18n";
import type { NotificationPreferences } from "@/lib/protocol/types";
import { session, startSession, updateMe } from "@/lib/session/session";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { hanako, openBrowser, refusal, type Site } from "../../helpers/browser";

let site: Site;
let stored: NotificationPreferences;
let client: QueryClient;

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
  client = new QueryClient();
  show();
  await screen.findByRole("form", { name: "Keywords" });
});

afterEach(cleanup);

function show() {
  render(
    <QueryClientProvider client={client}>
      <MemoryRouter>
        <LevelSetting />
        <PauseSetting />
        <QuietHoursForm />
        <KeywordsForm />
        <Toaster />
      </MemoryRouter>
    </QueryClientProvider>,
  );
}

/** Another device of mine saves something. */
const elsewhere = (change: Partial<NotificationPreferences>) => {
  stored = { ...stored, ...change };
  return act(() => client.invalidateQueries({ queryKey: queryKeys.notificationPreferences() }));
};

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

it("shows the newest of two choices while the server stores the first", async () => {
  const shown: boolean[] = [];
  const nothing = screen.getByRole<HTMLInputElement>("radio", { name: "Nothing" });
  site.answers["PATCH /api/me/notifications/"] = async () => {
    stored = { ...stored, ...(site.bodies.at(-1) as object) };
    const answer = Response.json(stored);
    await new Promise((resolve) => setTimeout(resolve, 100));
    shown.push(nothing.checked);
    return answer;
  };
  fireEvent.click(screen.getByRole("radio", { name: "Mentions" }));
  fireEvent.click(nothing);
  await expect.poll(() => shown).toEqual([true, true]);
  await expect.poll(() => stored.level).toBe("nothing");
  expect(nothing).toBeChecked();
});

it("keeps the focus on a button that saves, and shows what the server made of it", async () => {
  const field = screen.getByLabelText<HTMLTextAreaElement>("One in each line, at most 20");
  const form = within(screen.getByRole("form", { name: "Keywords" }));
  const person = userEvent.setup();
  await person.clear(field);
  await person.type(field, " kettle ");
  await person.click(form.getByRole("button", { name: "Save" }));
  await expect.poll(() => field.value).toBe("kettle");
  expect(form.getByRole("button", { name: "Save" })).toHaveFocus();
});

it("shows what another device saved, but not over what is being typed", async () => {
  const field = screen.getByLabelText<HTMLTextAreaElement>("One in each line, at most 20");
  await elsewhere({ keywords: ["kettle"] });
  await expect.poll(() => field.value).toBe("kettle");
  await userEvent.setup().type(field, "s");
  await elsewhere({ keywords: ["cup"] });
  const known = () => client.getQueryData(queryKeys.notificationPreferences());
  await expect.poll(known).toMatchObject({ keywords: ["cup"] });
  expect(field.value).toBe("kettles");
});

it("says that there are too many keywords, and asks nobody", async () => {
  const words = Array.from({ length: 21 }, (_, n) => `word ${n}`).join("\n");
  fireEvent.change(screen.getByLabelText("One in each line, at most 20"), { target: { value: words } });
  fireEvent.submit(screen.getByRole("form", { name: "Keywords" }));
  expect(await screen.findByText("There are too many. Remove some.")).toBeVisible();
  expect(site.requests.filter((each) => each.startsWith("PATCH"))).toEqual([]);
});

it("shows the hours that another device saved, but not over a choice that is not saved yet", async () => {
  const from = screen.getByLabelText<HTMLSelectElement>("From");
  const days = [0, 1, 2, 3, 4, 5, 6];
  await elsewhere({ quiet: { start: "21:45", end: "06:30", days } });
  await expect.poll(() => from.value).toBe("21:45");
  expect(screen.getByLabelText("Until", { selector: "select" })).toHaveValue("06:30");
  fireEvent.change(from, { target: { value: "23:00" } });
  await elsewhere({ quiet: { start: "20:00", end: "06:30", days } });
  await expect
    .poll(() => client.getQueryData(queryKeys.notificationPreferences()))
    .toMatchObject({
      quiet: { start: "20:00" },
    });
  expect(from.value).toBe("23:00");
});

it("writes the hours as the page's language does", async () => {
  const from = screen.getByLabelText<HTMLSelectElement>("From");
  await act(() => changeLanguage("ja"));
  expect(from.selectedOptions[0]?.text).toBe("22:00");
  await act(() => changeLanguage("en"));
  expect(from.selectedOptions[0]?.text).toMatch(/^10:00\s?PM$/);
});

it("names the days of quiet hours that are not on every day", async () => {
  await elsewhere({ quiet: { start: "22:00", end: "07:00", days: [4, 0] } });
  expect(await screen.findByRole("checkbox", { name: /^Quiet on Mon.* Fri$/, checked: true })).toBeVisible();
  fireEvent.change(screen.getByLabelText("From"), { target: { value: "21:30" } });
  fireEvent.submit(screen.getByRole("form", { name: "Quiet hours" }));
  await expect.poll(() => stored.quiet).toEqual({ start: "21:30", end: "07:00", days: [4, 0] });
});

it("says where no mail comes: from the site, or to me", async () => {
  act(() => updateMe({ ...(session.getState().user ?? hanako), email_verified: false }));
  expect(await screen.findByText(/until your address is confirmed/)).toBeVisible();
  expect(screen.getByRole("link", { name: "E-mail address" })).toHaveAttribute("href", "/settings/account");
  expect(screen.getByRole("radio", { name: "An hour" })).toBeVisible();
  await elsewhere({ mails: false });
  expect(await screen.findByText("This site sends no notifications by e-mail.")).toBeVisible();
  expect(screen.queryByRole("radio", { name: "An hour" })).toBeNull();
});

it("says in each section why it is empty", async () => {
  cleanup();
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  site.answers["GET /api/me/notifications/"] = () => refusal(403, "forbidden");
  show();
  await expect.poll(() => screen.queryAllByRole("alert")).toHaveLength(4);
});

it("can turn quiet hours off that another device turned on", async () => {
  await elsewhere({ quiet: { start: "22:00", end: "07:00", days: [0, 1, 2, 3, 4, 5, 6] } });
  fireEvent.click(await screen.findByRole("checkbox", { name: "Quiet every day", checked: true }));
  const form = within(screen.getByRole("form", { name: "Quiet hours" }));
  expect(form.getByRole("button", { name: "Save" })).toHaveAttribute("aria-disabled", "false");
});
