import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeEach, expect, it } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { Toaster } from "@/components/overlay/Toast";
import { InboxList } from "@/features/inbox/InboxList";
import { MarkAllButton } from "@/features/inbox/MarkAllButton";
import { addTexts, startI18n } from "@/lib/i18n/i18n";
import type { InboxItem } from "@/lib/protocol/types";
import { startSession } from "@/lib/session/session";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { openBrowser, refusal, type Site } from "../../helpers/browser";
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
  site.answers["POST /api/inbox/done/"] = (sent) => marked(true, sent);
  site.answers["POST /api/inbox/undone/"] = (sent) => marked(false, sent);
});

afterEach(cleanup);

const unread = () => items.filter(({ done }) => !done).length;

const answer = (done: boolean) =>
  Response.json({ results: items.filter((each) => each.done === done), next: null, unread: unread() });

function marked(done: boolean, sent: unknown) {
  const { ids } = sent as { ids: number[] };
  items = items.map((each) => (ids.includes(each.id) ? { ...each, done } : each));
  return Response.json({ unread: unread(), rooms: {}, me: 1 });
}

function show() {
  render(
    <QueryClientProvider client={client}>
      <TooltipProvider>
        <MemoryRouter>
          <MarkAllButton />
          <InboxList />
          <Toaster />
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
  fireEvent.click((await screen.findAllByRole("button", { name: /^Mark as done: .*U7/ }))[0] as HTMLElement);
  await expect.poll(() => shownIn("Unread")).toEqual([`/rooms/${ROOM}/2`]);
  await expect.poll(() => shownIn("Done")).toEqual([`/rooms/${ROOM}/3`, `/rooms/${ROOM}/1`]);
  expect(client.getQueryData(queryKeys.inboxUnread())).toMatchObject({ unread: 1 });
  fireEvent.click((await screen.findAllByRole("button", { name: /^Mark as unread: .*U7/ }))[0] as HTMLElement);
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

const press = (key: string) => fireEvent.keyDown(document.activeElement as HTMLElement, { key });

it("marks nothing as unread by the key that marks all as done, one after the other", async () => {
  show();
  await shownIn("Done");
  screen.getAllByRole("link")[0]?.focus();
  press("d");
  await expect.poll(() => shownIn("Unread")).toEqual([`/rooms/${ROOM}/2`]);
  press("d");
  expect(await screen.findByText("All caught up")).toBeVisible();
  expect(document.activeElement).toHaveTextContent(/^All caught up/);
  press("d");
  await expect.poll(() => shownIn("Done")).toEqual([3, 2, 1].map((seq) => `/rooms/${ROOM}/${seq}`));
  expect(site.requests.filter((each) => each.includes("undone/"))).toEqual([]);
});

it("keeps the focus where a button's row goes", async () => {
  show();
  await shownIn("Done");
  const buttons = screen.getAllByRole("button", { name: /^Mark as done/ });
  buttons[0]?.focus();
  fireEvent.click(buttons[0] as HTMLElement);
  expect(buttons[1]).toHaveFocus();
  await expect.poll(() => shownIn("Unread")).toEqual([`/rooms/${ROOM}/2`]);
  fireEvent.click(buttons[1] as HTMLElement);
  expect(await screen.findByText("All caught up")).toBeVisible();
  expect(document.activeElement).toHaveTextContent(/^All caught up/);
});

it("keeps the focus on the button that marks all", async () => {
  client.setQueryData(queryKeys.inboxUnread(), { unread: 2, rooms: { [ROOM]: 2 }, me: 0 });
  site.answers["POST /api/inbox/done/"] = () => {
    items = items.map((each) => ({ ...each, done: true }));
    return Response.json({ unread: 0, rooms: {}, me: 1 });
  };
  show();
  await shownIn("Unread");
  const all = screen.getByRole("button", { name: "Mark all as done" });
  all.focus();
  fireEvent.click(all);
  expect(await screen.findByText("All caught up")).toBeVisible();
  expect(all).toHaveFocus();
  expect(all).toHaveAttribute("aria-disabled", "true");
});

it("says why a mark was refused, and shows the item again", async () => {
  site.answers["POST /api/inbox/done/"] = () => refusal(403, "forbidden");
  show();
  await shownIn("Done");
  fireEvent.click(screen.getAllByRole("button", { name: /^Mark as done/ })[0] as HTMLElement);
  expect(await screen.findByText(/does not allow that/)).toBeVisible();
  await expect.poll(() => shownIn("Unread")).toEqual([`/rooms/${ROOM}/3`, `/rooms/${ROOM}/2`]);
});

it("does not say that all is done where only the first page is", async () => {
  items = [item(3, false)];
  site.answers["GET /api/inbox/?done=false&limit=50"] = () =>
    Response.json({ results: items.filter(({ done }) => !done), next: "/api/inbox/?cursor=x", unread: 9 });
  show();
  await shownIn("Unread");
  fireEvent.click(screen.getByRole("button", { name: /^Mark as done/ }));
  await expect.poll(() => screen.queryByRole("link")).toBeNull();
  expect(screen.queryByText("All caught up")).toBeNull();
});

it("says why what is done is not there", async () => {
  site.answers["GET /api/inbox/?done=true&limit=50"] = () => refusal(403, "forbidden");
  client.setDefaultOptions({ queries: { retry: false } });
  show();
  await shownIn("Unread");
  expect(await screen.findByRole("alert")).toBeVisible();
});
