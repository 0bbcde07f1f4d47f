import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter, Route, Routes } from "react-router";
import { beforeEach, expect, it } from "vitest";
import { FirstRooms } from "@/entities/rooms/joining/FirstRooms";
import { useRoomDialogs } from "@/entities/rooms/roomDialogs";
import { startI18n } from "@/lib/i18n/i18n";
import type { RoomSummary } from "@/lib/protocol/types";
import { startSession } from "@/lib/session/session";
import { openBrowser, refusal, type Site } from "../../../helpers/browser";
import { aSummary } from "../../../helpers/summary";

const LIST = "GET /api/rooms/?browse=1&sort=active&q=";
const HOUR = 3_600_000;

let site: Site;
beforeEach(async () => {
  site = openBrowser();
  await startI18n();
  await startSession();
});

const answerWith = (rooms: RoomSummary[]) => {
  site.answers[LIST] = () => Response.json({ next: null, previous: null, results: rooms });
};

function show() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <MemoryRouter>
        <Routes>
          <Route path="/" element={<FirstRooms />} />
          <Route path="/rooms/:id" element={<p>in the room</p>} />
        </Routes>
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

it("shows what there is to join, with people and the last message, one click away", async () => {
  const last = new Date(Date.now() - 3 * HOUR - 1000).toISOString();
  const hearth = aSummary({
    id: 3,
    name: "Hearth",
    topic: "Sit down",
    role: null,
    member_count: 12,
    last_message_at: last,
  });
  answerWith([hearth, aSummary({ id: 4, name: "Attic", role: null, member_count: 1, last_message_at: null })]);
  site.answers["POST /api/rooms/3/join/"] = () => Response.json({ ...hearth, role: "member" });
  const person = show();
  expect(await screen.findByText("12 members · Last message 3 hours ago")).toBeVisible();
  expect(screen.getByText("1 member · No message yet")).toBeVisible();
  expect(screen.getByText("Sit down")).toBeVisible();
  await person.click(screen.getByRole("button", { name: "Join Hearth" }));
  expect(await screen.findByText("in the room")).toBeVisible();
});

it("offers the whole list where there are many, and says why a room cannot be joined", async () => {
  answerWith(Array.from({ length: 12 }, (_, id) => aSummary({ id, name: `Room ${id}`, role: null })));
  site.answers["POST /api/rooms/0/join/"] = () => refusal(403, "banned");
  const person = show();
  expect(await screen.findAllByRole("listitem")).toHaveLength(8);
  await person.click(screen.getByRole("button", { name: "Join Room 0" }));
  expect(await screen.findByText(/You are banned from this room/)).toBeVisible();
  await person.click(screen.getByRole("button", { name: "Find more rooms" }));
  expect(useRoomDialogs.getState().shown).toBe("browse");
});

it("offers to open the first room where there is none to join", async () => {
  answerWith([]);
  const person = show();
  expect(await screen.findByRole("heading", { name: "No room yet" })).toBeVisible();
  await person.click(screen.getByRole("button", { name: "New room" }));
  expect(useRoomDialogs.getState().shown).toBe("new");
});

it("tries again after an error", async () => {
  site.answers[LIST] = () => refusal(503, "unavailable");
  const person = show();
  const again = await screen.findByRole("button", { name: "Try again" });
  answerWith([]);
  await person.click(again);
  expect(await screen.findByRole("heading", { name: "No room yet" })).toBeVisible();
});
