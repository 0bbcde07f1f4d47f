import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { RoomList } from "@/features/room-list/RoomList";
import { startI18n } from "@/lib/i18n/i18n";
import type { RoomSummary, Section } from "@/lib/protocol/types";
import { startSession } from "@/lib/session/session";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { forgetDrafts, keepDraft } from "@/realtime/outbox/draftStorage";
import { kenji, openBrowser } from "../../helpers/browser";
import { aSummary } from "../../helpers/summary";

const room = (id: number, name: string, more: Partial<RoomSummary> = {}) => aSummary({ id, name, ...more });

const ROOMS = [
  room(1, "Quiet", { created_at: "2026-11-01T08:00:00Z" }),
  room(2, "Yesterday", { last_message_at: "2026-11-19T09:00:00Z", unread: 3 }),
  room(3, "Old", { archived_at: "2026-11-02T08:00:00Z", last_message_at: "2026-11-20T12:00:00Z" }),
  room(4, "Just now", { last_message_at: "2026-11-20T09:00:00Z", kind: "private", unread: 140 }),
  room(5, "New and empty", { created_at: "2026-11-20T08:30:00Z" }),
];

const scroll = vi.fn<(this: Element) => void>();

let isWide = true;

beforeEach(async () => {
  isWide = true;
  openBrowser();
  localStorage.clear();
  forgetDrafts(NOBODY);
  vi.stubGlobal("matchMedia", (media: string) => Object.assign(new EventTarget(), { media, matches: isWide }));
  Element.prototype.scrollIntoView = scroll;
  await startI18n();
});

/** Nobody is signed in. */
const NOBODY = 0;
const SECTIONS = [
  { id: 4, name: "Work" },
  { id: 2, name: "Empty" },
];

function show(rooms: RoomSummary[], path = "/rooms/2", sections: Section[] = []) {
  const client = new QueryClient();
  client.setQueryData(queryKeys.rooms(), rooms);
  client.setQueryData(queryKeys.sections(), sections);
  render(
    <QueryClientProvider client={client}>
      <MemoryRouter initialEntries={[path]}>
        <TooltipProvider>
          <RoomList />
        </TooltipProvider>
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

const names = () =>
  [...document.querySelectorAll("section a")].map((link) => link.querySelector(".truncate")?.textContent);

it("orders rooms by name under headings, whoever spoke last", () => {
  show([...ROOMS, room(6, "Best", { favourite: true }), room(7, "Report", { section: 4 })], "/", SECTIONS);
  const headings = screen.getAllByRole("heading").map(({ textContent }) => textContent);
  expect(headings).toEqual(["Favourites", "Work", "Empty", "Rooms"]);
  expect(names()).toEqual(["Best", "Report", "Just now", "New and empty", "Quiet", "Yesterday"]);
});

it("folds a heading, but for what is unread and the open room, and remembers it", async () => {
  const person = show(ROOMS, "/rooms/1");
  await person.click(screen.getByRole("button", { name: "Rooms", expanded: true }));
  expect(names()).toEqual(["Just now", "Quiet", "Yesterday"]);
  cleanup();
  show(ROOMS, "/rooms/5");
  expect(names()).toEqual(["Just now", "New and empty", "Yesterday"]);
  await person.click(screen.getByRole("button", { name: "Rooms", expanded: false }));
  expect(names()).toContain("Quiet");
});

it("says where something that I wrote waits", () => {
  keepDraft(NOBODY, { room: 5, thread: null }, { text: "half a", rev: 0, told: true });
  keepDraft(NOBODY, { room: 2, thread: 9 }, { text: "half a reply", rev: 0, told: true });
  show(ROOMS, "/rooms/1");
  expect(screen.getByRole("link", { name: /^New and empty\s*draft$/ })).toBeVisible();
  expect(screen.getByRole("link", { name: /^Yesterday\s*draft\s*3 unread$/ })).toBeVisible();
});

it("fills the count only where I am meant", () => {
  show([
    room(1, "Talk", { unread: 5, mentions: 2 }),
    room(2, "Chatter", { unread: 7 }),
    room(3, "", { kind: "direct", people: [kenji], unread: 4, last_seq: 4 }),
    room(4, "Noise", { unread: 9, mentions: 1, muted: true }),
  ]);
  const filled = [...document.querySelectorAll(".bg-ember > [aria-hidden]")].map(({ textContent }) => textContent);
  expect(filled).toEqual(["@2", "4"]);
  expect(screen.getByRole("link", { name: /^Noise\s*muted$/ })).toBeVisible();
});

it("has the menu of a row at its button and at the menu key", async () => {
  const person = show(ROOMS);
  await person.tab();
  await person.tab();
  await person.keyboard("{ArrowDown}");
  const row = screen.getByRole("link", { name: "New and empty" });
  expect(row).toHaveFocus();
  await person.tab();
  expect(screen.getByRole("button", { name: "Menu of New and empty" })).toHaveFocus();
  await person.keyboard("{Enter}");
  expect(await screen.findByRole("menuitem", { name: "Move to section" })).toBeVisible();
  await person.keyboard("{Escape}");
  fireEvent.contextMenu(screen.getByRole("link", { name: /^Yesterday/ }));
  expect(await screen.findByRole("menuitem", { name: "Mark as read" })).toBeVisible();
});

it("tells how much is unread, to the eye and the ear", () => {
  show(ROOMS);
  expect(screen.getByRole("link", { name: /^Yesterday\s*3 unread$/ })).toHaveTextContent("3");
  expect(screen.getByRole("link", { name: /^Just now\s*private\s*140 unread$/ })).toHaveTextContent("99+");
  expect(screen.getByRole("link", { name: "Quiet" })).toBeVisible();
});

it("marks the room that is open, and scrolls to it", () => {
  show(ROOMS, "/rooms/4");
  expect(scroll.mock.contexts.at(-1)).toHaveAttribute("data-room", "4");
  expect(screen.getByRole("link", { current: "page" })).toHaveAccessibleName(/Just now/);
});

it("folds archived rooms away", async () => {
  const person = show(ROOMS);
  expect(screen.getByText("Old")).not.toBeVisible();
  await person.click(screen.getByText("Archived"));
  expect(screen.getByText("Old")).toBeVisible();
});

it("unfolds them for one that is open", () => {
  show(ROOMS, "/rooms/3");
  expect(screen.getByText("Old")).toBeVisible();
});

it("moves between rooms with the arrow keys", async () => {
  const person = show(ROOMS);
  await person.tab();
  await person.tab();
  expect(screen.getByRole("link", { name: /Just now/ })).toHaveFocus();
  await person.keyboard("{ArrowDown}{ArrowDown}");
  expect(screen.getByRole("link", { name: "Quiet" })).toHaveFocus();
  await person.keyboard("{ArrowUp}");
  expect(screen.getByRole("link", { name: "New and empty" })).toHaveFocus();
  await person.keyboard("{Home}{ArrowUp}");
  expect(screen.getByRole("link", { name: /Just now/ })).toHaveFocus();
});

it("offers the first step to somebody without a room, where the list is the whole page", async () => {
  isWide = false;
  const site = openBrowser();
  site.answers["GET /api/rooms/?browse=1&sort=active&q="] = () =>
    Response.json({ next: null, previous: null, results: [] });
  await startSession();
  show([], "/");
  expect(await screen.findByRole("button", { name: "New room" })).toBeVisible();
});

it("has the newest room on top, and says yesterday, where it shows what was said last", async () => {
  isWide = false;
  vi.setSystemTime(new Date(2026, 10, 26, 12));
  onTestFinished(() => void vi.useRealTimers());
  openBrowser();
  await startSession();
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  show(
    [
      room(1, "A", { last_message_at: ago(400) }),
      room(2, "B", { last_message_at: ago(24) }),
      room(3, "C", { last_message_at: ago(0) }),
    ],
    "/",
  );
  const names = (await screen.findAllByRole("link")).map(({ textContent }) => textContent);
  expect(names.map((name) => name?.slice(0, 1))).toEqual(["C", "B", "A"]);
  expect(names[1]).toContain("Yesterday");
  expect(names[2]).not.toContain("Yesterday");
});
