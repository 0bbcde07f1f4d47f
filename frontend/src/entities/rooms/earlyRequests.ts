import { allPages } from "@/lib/api/pagination";
import type { MessagePage, RoomSummary } from "@/lib/protocol/types";
import { session } from "@/lib/session/session";
import { fetchPage } from "@/realtime/timeline/fetchPage";
import { placeToBegin } from "./firstUnread";
import { panelIn, roomIn } from "./roomUrl";

type History = { room: RoomSummary; around: number | undefined; page: Promise<MessagePage> };
type Answers = { user: number | undefined; rooms: RoomSummary[]; history: History | null };

let early: Promise<Answers | null> = Promise.resolve(null);
let areRoomsTaken = false;

/** Asks for my rooms, and for what was said in the one that the address names, before what shows them has been loaded. */
export function askEarly() {
  early = fetchRooms().then(
    (rooms) => ({ user: session.getState().user?.id, rooms, history: askForHistory(rooms) }),
    () => null,
  );
}

/** The answer to that, once: it is true when it comes, and from then on the socket's frames keep it so. Else asked for now. */
export async function fetchMyRooms(signal: AbortSignal): Promise<RoomSummary[]> {
  const answers = areRoomsTaken ? null : await early;
  areRoomsTaken = true;
  return answers && answers.user === session.getState().user?.id ? answers.rooms : fetchRooms(signal);
}

/** Null where the address names no room of this person's. The page was asked for after the room, and is never older than its `rev`. */
export async function earlyHistory(me: number): Promise<History | null> {
  const answers = await early;
  return answers?.user === me ? answers.history : null;
}

function askForHistory(rooms: RoomSummary[]): History | null {
  const here = roomIn(location.pathname);
  const room = rooms.find(({ id }) => id === here?.id);
  if (!here || !room) return null;
  const inThread = panelIn(new URLSearchParams(location.search))?.kind === "thread";
  const around = (inThread ? undefined : here.seq) ?? placeToBegin(room);
  const page = fetchPage(room.id, { around });
  // A failure is told to who takes it.
  page.catch(() => {});
  return { room, around, page };
}

const fetchRooms = (signal?: AbortSignal) => allPages<RoomSummary>("/api/rooms/", { signal });
