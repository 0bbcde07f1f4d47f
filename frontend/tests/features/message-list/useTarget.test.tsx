import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter, Route, Routes } from "react-router";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { toast } from "@/components/overlay/Toast";
import { rowsOf } from "@/entities/messages/row/rows";
import { HistoryNotice } from "@/features/message-list/HistoryNotice";
import { useTarget } from "@/features/message-list/useTarget";
import { startI18n } from "@/lib/i18n/i18n";
import { startSession } from "@/lib/session/session";
import { loadFailedAgain, loadPage } from "@/realtime/timeline/loadPage";
import { closeAllTimelines, openTimeline, useTimeline } from "@/realtime/timeline/timelineStore";
import type { Timeline } from "@/realtime/timeline/types";
import { openBrowser, refusal, type Site } from "../../helpers/browser";
import { ME, message, ROOM } from "../../helpers/fakeRoom";

vi.mock("@/components/overlay/Toast", () => ({ toast: vi.fn() }));

const PATH = `GET /api/rooms/${ROOM}/messages/`;
const LINKED = 20;
const show = { visit: vi.fn(), scroll: vi.fn() };
let site: Site;

const page = (first: number, last: number) => ({
  messages: Array.from({ length: last - first + 1 }, (_, index) => message(first + index)),
  has_before: first > 1,
  has_after: last < 90,
});
const answer = (query: string, give: () => Response) => {
  site.answers[`${PATH}?${query}limit=50`] = give;
};
const asked = () => site.requests.filter((each) => each.startsWith(PATH)).map((each) => each.slice(PATH.length));

function List() {
  const timeline = useTimeline(ROOM) as Timeline;
  const { messages = [], hasBefore = false } = timeline.loaded ?? {};
  const rows = rowsOf({ room: ROOM, messages, hasBefore, pending: [], me: ME, unreadAfter: null });
  useTarget(timeline, rows, timeline.loaded !== null, show);
  return <HistoryNotice timeline={timeline} />;
}

const follow = () =>
  render(
    <MemoryRouter initialEntries={[`/rooms/${ROOM}/${LINKED}`]}>
      <Routes>
        <Route path="/rooms/:roomId/:seq" element={<List />} />
      </Routes>
    </MemoryRouter>,
  );

beforeAll(startI18n);

beforeEach(async () => {
  site = openBrowser();
  await startSession();
  closeAllTimelines();
  openTimeline(ROOM, ME, 90);
  answer("", () => Response.json(page(51, 90)));
  answer(`around=${LINKED}&`, () => refusal(400, "invalid"));
  await loadPage(ROOM, "newest");
});

afterEach(() => vi.clearAllMocks());

it.each([
  ["the reader asks again", () => userEvent.click(screen.getByRole("button", { name: "Try again" }))],
  ["the connection is back", () => act(() => loadFailedAgain(ROOM))],
])("goes to a linked message whose page failed once %s", async (_, again) => {
  follow();
  await screen.findByRole("alert");
  answer(`around=${LINKED}&`, () => Response.json(page(1, 50)));
  await again();
  await vi.waitFor(() => expect(show.visit).toHaveBeenCalledWith(LINKED - 1));
  expect(asked().slice(1)).toEqual([`?around=${LINKED}&limit=50`, `?around=${LINKED}&limit=50`]);
  expect(toast).not.toHaveBeenCalled();
});

it("does not say that a message is not there which another page does not hold", async () => {
  follow();
  await screen.findByRole("alert");
  await act(() => loadPage(ROOM, "newest"));
  expect(screen.queryByRole("alert")).toBeNull();
  expect(toast).not.toHaveBeenCalled();
});

it("says so where its page has come without it", async () => {
  answer(`around=${LINKED}&`, () => Response.json({ messages: [], has_before: false, has_after: false }));
  follow();
  await vi.waitFor(() => expect(toast).toHaveBeenCalledWith("This message is not in this room."));
});
