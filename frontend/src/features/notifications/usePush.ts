import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import { useNavigate } from "react-router";
import { markReplies } from "@/entities/inbox/readReplies";
import { useKnownUnread } from "@/entities/inbox/unread";
import { useRooms } from "@/entities/rooms/queries";
import { canPush } from "@/lib/browser/pushes";
import { forgetUnsentAnswer, type UnsentAnswer, unsentAnswers } from "@/lib/browser/unsentAnswers";
import { whenIdle } from "@/lib/browser/whenIdle";
import { session } from "@/lib/session/session";
import { useSession } from "@/lib/session/useSession";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { useConnection } from "@/realtime/connection/connectionState";
import { realtime } from "@/realtime/currentClient";
import { onDeletedMessage } from "@/realtime/newMessages";
import { useNotificationPreference } from "./preference";
import { isPushed, keepSubscribed, lookAgain, notePushed, pushId, watchPush } from "./push";
import { withdraw, withdrawDeleted, withdrawDone, withdrawMessage } from "./shownPushes";

type Place = { room: number; thread: number | null; seq: number };
type Answer = Place & Pick<UnsentAnswer, "text" | "nonce">;
type Order =
  | { type: "irori.who" }
  | { type: "irori.open"; path: string }
  | ({ type: "irori.read" } & Place)
  | ({ type: "irori.answer" } & Answer)
  /** `user`: whom the push was for; a test is for whoever is here. */
  | { type: "irori.pushed"; user?: number };

/** Milliseconds. Rooms change with each message. */
const GATHER = 1000;
/** Milliseconds, in which all who lost the same server ask again. */
const SPREAD = 5_000;
/** Milliseconds between looks at the subscription, while pushes come, and while they do not. */
const [SELDOM, OFTEN] = [3_600_000, 300_000];

const NOT_WANTED = AbortSignal.abort();

export const usePushId = () => useSyncExternalStore(watchPush, pushId);

/** Whether pushes tell of messages, so that tabs need not. */
export const useIsPushed = () => useSyncExternalStore(watchPush, isPushed);

/** Keeps this device subscribed, and does what its notifications ask for. The shell calls it once. */
export function usePush() {
  const isWanted = useNotificationPreference();
  // A subscription ends with its session.
  const sessionId = useSession((state) => (state.expired ? null : state.id));
  const wish = useRef(NOT_WANTED);
  const client = useQueryClient();
  useEffect(() => {
    // Without pushes the tabs notify, as long as there are any.
    if (!isWanted || sessionId === null || !canPush()) return;
    const end = new AbortController();
    wish.current = end.signal;
    // A list of devices that was asked for before may not have what this one has just said.
    const tell = () => client.invalidateQueries({ queryKey: queryKeys.pushDevices() });
    whenIdle(() => void keepSubscribed(end.signal).then(tell, () => {}));
    return () => end.abort();
  }, [isWanted, sessionId, client]);
  useLooks(wish);
  useOrders();
  useUnsentAnswers();
  useWithdrawal();
}

/** No frame tells when a subscription is gone, or when no push comes by it any more. `wish` lasts as long as it is wanted. */
function useLooks(wish: { readonly current: AbortSignal }) {
  const pause = useIsPushed() ? SELDOM : OFTEN;
  const isOpen = useConnection(({ status }) => status === "open");
  const wasOpen = useRef(false);
  useEffect(() => {
    if (!isOpen) return;
    const timer = setInterval(() => look(wish.current), pause);
    return () => clearInterval(timer);
  }, [isOpen, pause, wish]);
  useEffect(() => {
    if (!isOpen) return;
    // A page that opens has just asked.
    const timer = wasOpen.current ? setTimeout(() => look(wish.current), Math.random() * SPREAD) : undefined;
    wasOpen.current = true;
    return () => clearTimeout(timer);
  }, [isOpen, wish]);
}

const look = (wish: AbortSignal) => void lookAgain(wish).catch(() => {});

function hearOrders(listener: (order: Order, port: MessagePort | undefined) => void) {
  const hear = ({ data, ports: [port] }: MessageEvent<Order>) => listener(data, port);
  navigator.serviceWorker.addEventListener("message", hear);
  return () => navigator.serviceWorker.removeEventListener("message", hear);
}

function useOrders() {
  const navigate = useNavigate();
  const client = useQueryClient();
  useEffect(() => {
    if (!canPush()) return;
    return hearOrders((order, port) => {
      switch (order.type) {
        case "irori.who":
          // Without the rooms it could mark none as read.
          return port?.postMessage(client.getQueryData(queryKeys.rooms()) ? whoIsHere() : null);
        case "irori.open":
          return void navigate(order.path);
        case "irori.read":
          return readUpTo(client, order);
        case "irori.answer":
          return answer(client, order);
        case "irori.pushed":
          if (order.user === undefined || order.user === whoIsHere()) notePushed();
      }
    });
  }, [navigate, client]);
}

/** The id of the person for whom this page can act; else null. */
function whoIsHere() {
  const { status, user, expired } = session.getState();
  return status === "in" && !expired && realtime() ? (user?.id ?? null) : null;
}

/** The marker of a room says nothing of the replies in its threads. */
function readUpTo(client: QueryClient, { room, thread, seq }: Place) {
  if (thread) void markReplies(client, thread, seq);
  else realtime()?.readMarkers.mark(room, seq);
}

/** Without the draft of that place and its attachments. A server that has it already knows its nonce. */
function answer(client: QueryClient, { room, thread, seq, text, nonce }: Answer, onKept = () => {}) {
  const own = realtime();
  readUpTo(client, { room, thread, seq });
  void own?.outbox.write({ room, thread, text, nonce, onKept });
  own?.socket.wake();
}

/** Sends the answers that a notification gave back while there was no page. */
function useUnsentAnswers() {
  const client = useQueryClient();
  const me = useSession(({ user, expired }) => (expired ? undefined : user?.id));
  useEffect(() => {
    if (me === undefined || !canPush()) return;
    const send = (each: UnsentAnswer) => answer(client, each, () => void forgetUnsentAnswer(each).catch(() => {}));
    const sendAll = async () => {
      const answers = await unsentAnswers(me);
      if (whoIsHere() === me) answers.forEach(send);
    };
    void sendAll().catch(() => {});
  }, [client, me]);
}

function useWithdrawal() {
  const me = useSession((state) => state.user?.id);
  const { data: rooms } = useRooms();
  // Else a room may be mine that is not in the list.
  const isKnown = useConnection(({ status, missesRooms }) => status === "open" && !missesRooms);
  const read = JSON.stringify(Object.fromEntries(rooms?.map(({ id, last_read_seq }) => [id, last_read_seq]) ?? []));
  const latest = useRef<{ me: number; read: string } | null>(null);
  latest.current = isKnown && me !== undefined ? { me, read } : null;
  const waits = useRef(false);
  const lookSoon = useCallback(() => {
    if (!latest.current || waits.current || !canPush()) return;
    waits.current = true;
    setTimeout(() => {
      waits.current = false;
      if (latest.current) void withdraw(latest.current.me, JSON.parse(latest.current.read)).catch(() => {});
    }, GATHER);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was read is what to look again for
  useEffect(() => lookSoon(), [lookSoon, me, isKnown, read]);
  // A push that was under way for long may come after the message was read elsewhere.
  useEffect(() => {
    if (canPush()) return hearOrders(({ type }) => type === "irori.pushed" && lookSoon());
  }, [lookSoon]);
  // What the server has just said, and not again at each push: one may come before what it tells of.
  const unread = useKnownUnread();
  useEffect(() => {
    if (unread && canPush()) void withdrawDone(unread).catch(() => {});
  }, [unread]);
  // From here on frames tell of it.
  useEffect(() => {
    if (isKnown && me !== undefined && canPush()) void withdrawDeleted(me).catch(() => {});
  }, [isKnown, me]);
  useEffect(() => {
    if (canPush()) return onDeletedMessage((message) => void withdrawMessage(message).catch(() => {}));
  }, []);
}
