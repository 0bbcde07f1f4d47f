import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeEach, expect, it } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { InboxList } from "@/features/inbox/InboxList";
import { addTexts, startI18n } from "@/lib/i18n/i18n";
import type { InboxItem } from "@/lib/protocol/types";
import { startSession } from "@/lib/session/session";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { openBrowser, type Site } from "../../helpers/browser";
import { message, ROOM } from "../../helpers/fakeRoom";
import { aSummary } from "../../helpers/summary";

const item = (seq: number, done: boolean): InboxItem => ({
  id: seq,
  kind: "mention",
  message: message(seq),
  room: ROOM,
  at: "2026-11-20T09:12:00Z",
  done,
});

let site: Site;
let items: InboxItem[];
let client: QueryClient;

beforeEach(async () => {
  site = openBrowser();
  await startI18n();
  await addTexts("inbox");
  await startSession();
  items = [item(3, false), item(2, false), item(1, true)];
  client = new QueryClient();
  client.setQueryData(queryKeys.rooms(), [aSummary({ id: ROOM })]);
  for (const done of [true, false]) site.answers[`GET /api/inbox/?done=${done}&limit=50`] = () => answer(done);
  site.answers["POST /api/inbox/done/"] = () => marked(true);
  site.answers["POST /api/inbox/undone/"] = () => marked(false);
});

afterEach(cleanup);

const unread = () => items.filter(({ done }) => !done).length;

const answer = (done: boolean) =>
  Response.json({ results: items.filter((each) => each.done === done), next: null, unread: unread() });

function marked(done: boolean) {
  const { ids } = site.bodies.at(-1) as { ids: number[] };
  items = items.map((each) => (ids.includes(each.id) ? { ...each, done } : each));
  return Response.json({ unread: unread(), rooms: {}, me: 1 });
}

function show() {
  render(
    <QueryClientProvider client={client}>
      <TooltipProvider>
        <MemoryRouter>
          <InboxList />
        </MemoryRouter>
      </TooltipProvider>
    </QueryClientProvider>,
  );
}

const shownIn = async (name: string) =>
  within(await screen.findByRole("list", { name }))
    .getAllByRole("link")
    .map((link) => link.getAttribute("href"));

it("shows what is unread first, and what is done below", async () => {
  show();
  expect(await shownIn("Unread")).toEqual([`/rooms/${ROOM}/3`, `/rooms/${ROOM}/2`]);
  expect(await shownIn("Done")).toEqual([`/rooms/${ROOM}/1`]);
});

it("marks one as done, and as unread again", async () => {
  show();
  fireEvent.click((await screen.findAllByRole("button", { name: "Mark as done" }))[0] as HTMLElement);
  await expect.poll(() => shownIn("Unread")).toEqual([`/rooms/${ROOM}/2`]);
  await expect.poll(() => shownIn("Done")).toEqual([`/rooms/${ROOM}/3`, `/rooms/${ROOM}/1`]);
  expect(client.getQueryData(queryKeys.inboxUnread())).toMatchObject({ unread: 1 });
  fireEvent.click((await screen.findAllByRole("button", { name: "Mark as unread" }))[0] as HTMLElement);
  await expect.poll(() => shownIn("Unread")).toEqual([`/rooms/${ROOM}/3`, `/rooms/${ROOM}/2`]);
});

it("marks what is opened as done", async () => {
  show();
  fireEvent.click((await screen.findAllByRole("link"))[0] as HTMLElement);
  await expect.poll(() => site.bodies).toContainEqual({ ids: [3] });
});

it("says so where nothing is left, and shows nothing of a room that is lost", async () => {
  items = [];
  show();
  expect(await screen.findByText("All caught up")).toBeVisible();
  cleanup();
  client.clear();
  client.setQueryData(queryKeys.rooms(), []);
  items = [item(3, false)];
  show();
  await screen.findByRole("list", { name: "Unread" });
  expect(screen.queryByRole("link")).toBeNull();
});

it("goes through all of it by keys", async () => {
  show();
  await shownIn("Done");
  const links = screen.getAllByRole("link");
  links[0]?.focus();
  for (const [key, at] of [
    ["ArrowDown", 1],
    ["ArrowDown", 2],
    ["ArrowDown", 2],
    ["ArrowUp", 1],
    ["ArrowUp", 0],
    ["ArrowUp", 0],
  ] as const) {
    fireEvent.keyDown(document.activeElement as HTMLElement, { key });
    expect(links[at]).toHaveFocus();
  }
  fireEvent.keyDown(document.activeElement as HTMLElement, { key: "d" });
  expect(links[1]).toHaveFocus();
  await expect.poll(() => shownIn("Unread")).toEqual([`/rooms/${ROOM}/2`]);
  await expect.poll(() => shownIn("Done")).toEqual([`/rooms/${ROOM}/3`, `/rooms/${ROOM}/1`]);
  expect(screen.getByRole("link", { name: /text 2/ })).toHaveFocus();
});
