import { allPages } from "@/lib/api/pagination";
import type { MessagePage, RoomSummary } from "@/lib/protocol/types";
import { session } from "@/lib/session/session";
import { fetchPage } from "@/realtime/timeline/fetchPage";
import { firstUnreadSeq } from "./firstUnread";
import { panelIn, roomIn } from "./roomUrl";

type History = { room: RoomSummary; around: number | undefined; page: Promise<MessagePage> };
type Answers = { user: number | undefined; rooms: RoomSummary[]; history: History | null };

let early: Promise<Answers | null> = Promise.resolve(null);
let areRoomsTaken = false;

/** Requests my rooms, and the history of the room in the URL, before the scripts that show them are loaded. */
export function requestEarly() {
  early = fetchRooms().then(
    (rooms) => ({ user: session.getState().user?.id, rooms, history: askForHistory(rooms) }),
    () => null,
  );
}

/** Gives the early answer once: the socket's frames keep it current from then on. Later calls send a request. */
export async function fetchMyRooms(signal: AbortSignal): Promise<RoomSummary[]> {
  const answers = areRoomsTaken ? null : await early;
  areRoomsTaken = true;
  return answers && answers.user === session.getState().user?.id ? answers.rooms : fetchRooms(signal);
}

/**
 * Null where the URL names no room of this person. The page was requested after the room, so it is never older than the
 * room's `rev`.
 */
export async function earlyHistory(me: number): Promise<History | null> {
  const answers = await early;
  return answers?.user === me ? answers.history : null;
}

function askForHistory(rooms: RoomSummary[]): History | null {
  const here = roomIn(location.pathname);
  const room = rooms.find(({ id }) => id === here?.id);
  if (!here || !room) return null;
  const inThread = panelIn(new URLSearchParams(location.search))?.kind === "thread";
  const around = (inThread ? undefined : here.seq) ?? firstUnreadSeq(room);
  const page = fetchPage(room.id, { around });
  // The caller that takes the page handles a failure.
  page.catch(() => {});
  return { room, around, page };
}

const fetchRooms = (signal?: AbortSignal) => allPages<RoomSummary>("/api/rooms/", { signal });
