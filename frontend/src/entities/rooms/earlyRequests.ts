import { api } from "@/lib/api/api";
import { allPages } from "@/lib/api/pagination";
import { withQuery } from "@/lib/http/request";
import type { Opening, RoomSummary } from "@/lib/protocol/types";
import { session } from "@/lib/session/session";
import { PAGE } from "@/realtime/timeline/fetchPage";
import { panelIn, roomIn } from "./roomUrl";

type Answers = { user: number | undefined; rooms: RoomSummary[]; opening: Opening | null };

/** Milliseconds that the rooms wait for the opening. It is there with them, where both came with the token. */
const OPENING_WITHIN = 5_000;
// In one answer: on a slow line each page is another round trip.
const ROOMS = "/api/rooms/?limit=500";

let early: Promise<Answers | null> = Promise.resolve(null);
let areRoomsTaken = false;

/** Requests my rooms, and the opening of the one in the URL, before the scripts that show them are loaded. */
export function requestEarly() {
  early = fetchAnswers().catch(() => null);
}

async function fetchAnswers(): Promise<Answers> {
  const rooms = await fetchRooms();
  const opening = await fetchOpening(rooms).catch(() => null);
  return { user: session.getState().user?.id, rooms, opening };
}

/** Gives the early answer once: the socket's frames keep it current from then on. Later calls send a request. */
export async function fetchMyRooms(signal: AbortSignal): Promise<RoomSummary[]> {
  const answers = areRoomsTaken ? null : await early;
  areRoomsTaken = true;
  return answers && answers.user === session.getState().user?.id ? answers.rooms : fetchRooms(signal);
}

/** Null where the URL names no room of this person. */
export async function earlyOpening(me: number): Promise<Opening | null> {
  const answers = await early;
  return answers?.user === me ? answers.opening : null;
}

/** What `requestEarly` asks for: the server sends it with the first token, because each request is a round trip. */
export const earlyPaths = (): readonly string[] => [ROOMS, openingPath()].filter((path) => path !== null);

/** Null where the URL names none of these rooms: nothing is asked that would be refused. */
async function fetchOpening(rooms: readonly RoomSummary[]): Promise<Opening | null> {
  const path = rooms.some(({ id }) => id === roomIn(location.pathname)?.id) ? openingPath() : null;
  return path ? api.get<Opening>(path, { signal: AbortSignal.timeout(OPENING_WITHIN) }) : null;
}

function openingPath(): string | null {
  const here = roomIn(location.pathname);
  if (!here) return null;
  const inThread = panelIn(new URLSearchParams(location.search))?.kind === "thread";
  return withQuery(`/api/rooms/${here.id}/opening/`, { around: inThread ? undefined : here.seq, limit: PAGE });
}

const fetchRooms = (signal?: AbortSignal) => allPages<RoomSummary>(ROOMS, { signal });
