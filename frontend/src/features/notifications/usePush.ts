import { useEffect, useRef, useSyncExternalStore } from "react";
import { useNavigate } from "react-router";
import { useRooms } from "@/entities/rooms/queries";
import { whenIdle } from "@/lib/browser/whenIdle";
import { session } from "@/lib/session/session";
import { useSession } from "@/lib/session/useSession";
import { useConnection } from "@/realtime/connection/connectionState";
import { realtime } from "@/realtime/currentClient";
import { onDeletedMessage } from "@/realtime/newMessages";
import { useNotificationPreference } from "./preference";
import { canPush, keepSubscribed, pushId, watchPush, withdraw, withdrawMessage } from "./push";

type Order =
  | { type: "irori.who" }
  | { type: "irori.open"; path: string }
  | { type: "irori.read"; room: number; seq: number }
  | { type: "irori.answer"; room: number; thread: number | null; seq: number; text: string };

/** Milliseconds. Rooms change with each message. */
const GATHER = 1000;

export const usePushId = () => useSyncExternalStore(watchPush, pushId);

/** Keeps this device subscribed, and does what its notifications ask for. The shell calls it once. */
export function usePush() {
  const isWanted = useNotificationPreference();
  // A subscription ends with its session.
  const sessionId = useSession((state) => (state.expired ? null : state.id));
  useEffect(() => {
    // Without pushes the tabs notify, as long as there are any.
    if (!isWanted || sessionId === null || !canPush()) return;
    const end = new AbortController();
    whenIdle(() => void keepSubscribed(end.signal).catch(() => {}));
    return () => end.abort();
  }, [isWanted, sessionId]);
  useOrders();
  useWithdrawal();
}

function useOrders() {
  const navigate = useNavigate();
  useEffect(() => {
    if (!canPush()) return;
    const hear = ({ data, ports: [port] }: MessageEvent<Order>) => {
      if (data.type === "irori.who") port?.postMessage(whoIsHere());
      if (data.type === "irori.open") navigate(data.path);
      if (data.type === "irori.read" || data.type === "irori.answer") realtime()?.readMarkers.mark(data.room, data.seq);
      if (data.type === "irori.answer") answer(data);
    };
    navigator.serviceWorker.addEventListener("message", hear);
    return () => navigator.serviceWorker.removeEventListener("message", hear);
  }, [navigate]);
}

/** The id of the person for whom this page can act; else null. */
function whoIsHere() {
  const { status, user, expired } = session.getState();
  return status === "in" && !expired && realtime() ? (user?.id ?? null) : null;
}

/** Without the draft of that place and its attachments. */
function answer({ room, thread, text }: Extract<Order, { type: "irori.answer" }>) {
  const client = realtime();
  void client?.outbox.write({ room, thread, text });
  client?.socket.wake();
}

function useWithdrawal() {
  const me = useSession((state) => state.user?.id);
  const { data: rooms } = useRooms();
  // Else a room may be mine that is not in the list.
  const isKnown = useConnection(({ status, missesRooms }) => status === "open" && !missesRooms);
  const read = JSON.stringify(Object.fromEntries(rooms?.map(({ id, last_read_seq }) => [id, last_read_seq]) ?? []));
  const latest = useRef<string | null>(null);
  latest.current = isKnown ? read : null;
  const waits = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was read is what to look again for
  useEffect(() => {
    if (me === undefined || !isKnown || waits.current || !canPush()) return;
    waits.current = true;
    setTimeout(() => {
      waits.current = false;
      if (latest.current) void withdraw(me, JSON.parse(latest.current)).catch(() => {});
    }, GATHER);
  }, [me, isKnown, read]);
  useEffect(() => {
    if (canPush()) return onDeletedMessage((message) => void withdrawMessage(message).catch(() => {}));
  }, []);
}
