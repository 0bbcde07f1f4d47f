import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { beforeEach, expect, it } from "vitest";
import { RoomList } from "@/features/room-list/RoomList";
import { startI18n } from "@/lib/i18n/i18n";
import type { RoomSummary } from "@/lib/protocol/types";
import { startSession } from "@/lib/session/session";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { openBrowser } from "../../helpers/browser";

const room = (id: number, name: string, more: Partial<RoomSummary> = {}): RoomSummary => ({
  id,
  kind: "public",
  name,
  topic: "",
  created_at: "2026-11-20T08:00:00Z",
  archived_at: null,
  mentions: 0,
  posting: "everybody",
  slow_seconds: 0,
  notify: "all",
  muted: false,
  favourite: false,
  added_by: null,
  people: [],
  rev: 1,
  last_seq: 0,
  last_message_at: null,
  member_count: 1,
  role: "member",
  last_read_seq: 0,
  unread: 0,
  ...more,
});

const ROOMS = [
  room(1, "Quiet", { created_at: "2026-11-01T08:00:00Z" }),
  room(2, "Yesterday", { last_message_at: "2026-11-19T09:00:00Z", unread: 3 }),
  room(3, "Old", { archived_at: "2026-11-02T08:00:00Z", last_message_at: "2026-11-20T12:00:00Z" }),
  room(4, "Just now", { last_message_at: "2026-11-20T09:00:00Z", kind: "private", unread: 140 }),
  room(5, "New and empty", { created_at: "2026-11-20T08:30:00Z" }),
];

beforeEach(async () => {
  openBrowser();
  await startI18n();
});

function show(rooms: RoomSummary[], path = "/rooms/2") {
  const client = new QueryClient();
  client.setQueryData(queryKeys.rooms(), rooms);
  render(
    <QueryClientProvider client={client}>
      <MemoryRouter initialEntries={[path]}>
        <RoomList />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

const openRooms = () => screen.getAllByRole("list")[0] as HTMLElement;

it("puts the room where somebody spoke last first, and new rooms among them", () => {
  show(ROOMS);
  const names = within(openRooms())
    .getAllByRole("link")
    .map((link) => link.querySelector(".truncate")?.textContent);
  expect(names).toEqual(["Just now", "New and empty", "Yesterday", "Quiet"]);
});

it("tells how much is unread, to the eye and the ear", () => {
  show(ROOMS);
  expect(screen.getByRole("link", { name: /^Yesterday\s*3 unread$/ })).toHaveTextContent("3");
  expect(screen.getByRole("link", { name: /^Just now\s*private\s*140 unread$/ })).toHaveTextContent("99+");
  expect(screen.getByRole("link", { name: "Quiet" })).toBeVisible();
});

it("marks the room that is open", () => {
  show(ROOMS, "/rooms/4");
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
  expect(screen.getByRole("link", { name: /Just now/ })).toHaveFocus();
  await person.keyboard("{ArrowDown}{ArrowDown}");
  expect(screen.getByRole("link", { name: /Yesterday/ })).toHaveFocus();
  await person.keyboard("{ArrowUp}");
  expect(screen.getByRole("link", { name: "New and empty" })).toHaveFocus();
  await person.keyboard("{Home}{ArrowUp}");
  expect(screen.getByRole("link", { name: /Just now/ })).toHaveFocus();
});

it("offers the first step to somebody without a room", async () => {
  const site = openBrowser();
  site.answers["GET /api/rooms/?browse=1&sort=active&q="] = () =>
    Response.json({ next: null, previous: null, results: [] });
  await startSession();
  show([], "/");
  expect(await screen.findByRole("button", { name: "New room" })).toBeVisible();
});
