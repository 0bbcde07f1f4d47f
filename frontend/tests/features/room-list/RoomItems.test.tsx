import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Menu } from "@/components/overlay/Menu";
import { useListDialogs } from "@/entities/rooms/mine/listDialogs";
import { useRooms } from "@/entities/rooms/queries";
import { RoomItems } from "@/features/room-list/RoomItems";
import { startI18n } from "@/lib/i18n/i18n";
import { startSession } from "@/lib/session/session";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { openBrowser, refusal, type Site } from "../../helpers/browser";
import { aSummary } from "../../helpers/summary";

const ROOM = 12;
const UNTIL = "2099-11-20T18:00:00Z";

let site: Site;
let snoozed: object[];
let answered: boolean[];

beforeEach(async () => {
  site = openBrowser();
  answered = [];
  await startI18n();
  await startSession();
  site.answers["GET /api/me/notifications/"] = () => Response.json({ snoozed });
  site.answers[`PATCH /api/rooms/${ROOM}/mine/`] = () => {
    const { muted } = site.bodies.at(-1) as { muted: boolean };
    // The server ends a snooze with a change of the mute.
    snoozed = [];
    answered.push(muted);
    return Response.json(aSummary({ id: ROOM, muted }));
  };
});

afterEach(cleanup);

function Shown() {
  const [room] = useRooms().data ?? [];
  return <Menu trigger={<button type="button">menu</button>}>{room && <RoomItems room={room} />}</Menu>;
}

async function openMenu(muted: boolean, until: string | null) {
  snoozed = until ? [{ room: ROOM, until }] : [];
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(queryKeys.rooms(), [aSummary({ id: ROOM, muted })]);
  render(
    <QueryClientProvider client={client}>
      <Shown />
    </QueryClientProvider>,
  );
  await reopen();
}

const reopen = async () => {
  fireEvent.keyDown(screen.getByText("menu"), { key: "ArrowDown" });
  await screen.findByRole("menu");
};

it("mutes a room for good, or for a while", async () => {
  await openMenu(false, null);
  fireEvent.click(await screen.findByRole("menuitem", { name: "Mute for a while" }));
  expect(useListDialogs.getState().shown).toEqual({ kind: "snooze", room: ROOM });
  await reopen();
  fireEvent.click(await screen.findByRole("menuitem", { name: "Mute" }));
  await expect.poll(() => answered).toContain(true);
});

it("says until when a room is muted, and forgets that with the mute", async () => {
  await openMenu(true, UNTIL);
  expect(await screen.findByText(/^Until .*2099/)).toBeVisible();
  fireEvent.click(screen.getByRole("menuitem", { name: /^Unmute/ }));
  await expect.poll(() => answered).toContain(false);
  await reopen();
  fireEvent.click(await screen.findByRole("menuitem", { name: "Mute" }));
  await expect.poll(() => answered).toContain(true);
  await reopen();
  expect(await screen.findByRole("menuitem", { name: "Unmute" })).toBeVisible();
  expect(screen.queryByText(/^Until/)).toBeNull();
});

it("has its entries before it knows what I want, and none for a while on a site without that", async () => {
  let answer: ((_: Response) => void) | undefined;
  site.answers["GET /api/me/notifications/"] = () =>
    new Promise<Response>((resolve) => {
      answer = resolve;
    });
  await openMenu(false, null);
  expect(screen.getByRole("menuitem", { name: "Mute for a while" })).toBeVisible();
  await expect.poll(() => answer).toBeDefined();
  answer?.(refusal(404, "not_found"));
  await expect.poll(() => screen.queryByRole("menuitem", { name: "Mute for a while" })).toBeNull();
  expect(screen.getByRole("menuitem", { name: "Mute" })).toBeVisible();
});
