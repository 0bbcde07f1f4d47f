import type { QueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import { wholeList } from "@/lib/api/pagination";
import { newNonce } from "@/lib/http/nonce";
import type {
  Draft,
  DraftFrame,
  HelloFrame,
  PresenceFrame,
  RoomSummary,
  SyncAnswer,
  User,
  UserFrame,
} from "@/lib/protocol/types";
import { accessToken, endSession, session, updateMe } from "@/lib/session/session";
import { CacheWriter } from "@/realtime/cache/cacheWriter";
import { updateUser } from "@/realtime/cache/latestUsers";
import { withRead } from "@/realtime/cache/mergeSummary";
import { RoomPages } from "@/realtime/cache/roomPages";
import { UnknownRooms } from "@/realtime/cache/unknownRooms";
import { setStatus, useConnection } from "@/realtime/connection/connectionState";
import { SocketError } from "@/realtime/connection/requests";
import { ReconnectingSocket } from "@/realtime/connection/socket";
import { allDrafts, hasDraftAtRisk, type Place } from "@/realtime/outbox/draftStorage";
import { Drafts } from "@/realtime/outbox/drafts";
import { Outbox, type OutboxEvent, type Written } from "@/realtime/outbox/outbox";
import type { Entry } from "@/realtime/outbox/outboxStorage";
import { ReadMarkers } from "@/realtime/outbox/readMarkers";
import { IdleDetector } from "@/realtime/presence/idle";
import { PresenceWatch } from "@/realtime/presence/presence";
import { TypingSender } from "@/realtime/presence/typingSender";
import { loadFailedAgain } from "@/realtime/timeline/loadPage";
import { hidePending, markSent, showPending } from "@/realtime/timeline/pending";
import { Sync } from "@/realtime/timeline/sync";
import { needsSync } from "@/realtime/timeline/timeline";
import { allTimelines, changeTimeline, timelineOf } from "@/realtime/timeline/timelineStore";
import { allAttachments } from "@/realtime/uploads/attachment";
import { Uploads } from "@/realtime/uploads/uploads";
import { Inbox } from "./inbox";
import { emitModerationFrame } from "./moderationFrames";
import { emitDeletedMessage, emitNewMessage } from "./newMessages";

/** Longest wait for drafts on their way, in milliseconds. */
const TELL_WITHIN = 1_500;

export type Unsent = { messages: number; drafts: number };

/** The realtime client of one signed-in person in this tab. */
export class RealtimeClient {
  readonly drafts: Drafts;
  readonly outbox: Outbox;
  readonly uploads: Uploads;
  readonly readMarkers: ReadMarkers;
  readonly socket: ReconnectingSocket;
  readonly inbox: Inbox;
  readonly typingSender = new TypingSender((room, thread) => this.socket.send({ type: "typing", room, thread }));
  private readonly sync: Sync;
  private readonly roomPages = new RoomPages({
    take: (rooms) => this.inbox.takeRooms(rooms),
    onEnd: () => this.inbox.endRooms(),
  });
  private readonly unknownRooms = new UnknownRooms({
    isKnown: (room) => timelineOf(room) !== undefined,
    load: (room) => api.get<RoomSummary>(`/api/rooms/${room}/`),
    take: (room) => this.inbox.join(room),
    loadAll: () => this.inbox.reloadRooms(),
  });
  private readonly idle = new IdleDetector((state, room) => this.socket.send({ type: "presence.set", state, room }));
  private readonly presence = new PresenceWatch((users) => this.askPresence(users));
  private readonly cache: CacheWriter;
  private readonly me: number;

  constructor(client: QueryClient, me: number) {
    this.me = me;
    const cache = new CacheWriter(client, (room) => this.readMarkers.unconfirmed(room));
    this.cache = cache;
    this.socket = new ReconnectingSocket({
      url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/chat/`,
      token: accessToken,
      onStatus: setStatus,
      onFrame: (frame) => this.inbox.handle(frame),
      onRevoked: (reason) => endSession(reason === "user_inactive" ? "suspended" : "revoked"),
    });
    this.inbox = new Inbox({
      me,
      cache,
      onBehind: () => this.sync.soon(),
      onOtherEpoch: () => this.socket.restart(),
      onHello: (frame) => this.resume(frame),
      onRooms: (rooms) => {
        for (const { id } of rooms) this.outbox.show(id);
      },
      onUnknownRoom: (room) => this.unknownRooms.note(room),
      onLeft: (room) => this.unknownRooms.leave(room),
      onRoomsUnknown: () => {
        this.roomPages.start();
        void this.drafts.resume();
      },
      onNews: emitNewMessage,
      onDeleted: emitDeletedMessage,
      onModeration: emitModerationFrame,
      onOther: (frame) => this.handleOther(frame),
    });
    this.sync = new Sync({
      epoch: () => this.inbox.epoch,
      behind: () =>
        new Map(
          allTimelines()
            .filter(needsSync)
            .map((each) => [each.room, each.have]),
        ),
      ask: (request, signal) => api.post<SyncAnswer>("/api/sync/", request, { signal }),
      ownBehind: () => this.inbox.ownBehind,
      takeOwn: (answer) => this.inbox.takeOwnSync(answer),
      take: (room, base, answer) => this.inbox.takeSync(room, base, answer),
      onOtherEpoch: () => this.socket.restart(),
    });
    this.uploads = new Uploads({ user: me, onReady: () => void this.outbox.flush() });
    this.outbox = new Outbox({
      user: me,
      send: (entry, attempt) => this.send(entry, attempt),
      isReady: ({ files = [] }) => this.uploads.isReady(files),
      onFilesLost: ({ files = [] }) => this.uploads.restart(files),
      onEvent: (event, own) => this.showOutboxEvent(event, own),
      onCount: (waiting) => useConnection.setState({ waiting }),
    });
    this.drafts = new Drafts({
      user: me,
      // Not repeated here: Drafts sends the latest state again.
      send: ({ room, ...draft }) => api.put<Draft>(`/api/rooms/${room}/draft/`, draft, { idempotent: false }),
      load: () => wholeList<"drafts", Draft>("/api/drafts/", "drafts"),
    });
    this.readMarkers = new ReadMarkers({
      room: (id) => cache.room(id),
      show: (room, seq) => cache.patchRoom(room, (each) => withRead(each, seq)),
      send: (room, seq) => this.socket.request({ type: "room.read", room, seq }),
      sendMany: (seqs) => api.post("/api/rooms/read/", { rooms: Object.fromEntries(seqs) }, { idempotent: true }),
    });
  }

  open() {
    void this.restore();
    this.idle.start();
    addEventListener("beforeunload", this.warn);
  }

  close() {
    removeEventListener("beforeunload", this.warn);
    this.sync.stop();
    this.roomPages.stop();
    this.unknownRooms.stop();
    this.readMarkers.stop();
    this.drafts.stop();
    this.idle.stop();
    this.presence.stop();
    this.outbox.close();
    this.uploads.close();
  }

  /** Names the room that the person has before them, or null. */
  lookAt(room: number | null) {
    this.idle.look(room);
  }

  /** Sends a message with the attachments of its draft. */
  sendMessage(written: Written) {
    this.typingSender.rest();
    const nonce = newNonce();
    const files = this.uploads.claim({ thread: null, ...written }, nonce);
    void this.outbox.write({ ...written, nonce, files, onKept: () => this.uploads.keepClaim(files) });
    this.socket.wake();
  }

  /** Takes one file away from a message that waits. */
  async dropFile(nonce: string, file: string) {
    await this.outbox.dropFile(nonce, file);
    this.uploads.remove(file);
  }

  /** Attachments first: a message that waits for its files must find them. */
  private async restore() {
    await this.uploads.open();
    await this.outbox.open();
    this.uploads.settle(this.outbox.files());
  }

  /** Counts what I wrote and only this browser has. Waits a moment for drafts on their way. */
  async unsent(): Promise<Unsent> {
    await Promise.race([this.drafts.sendNow(), new Promise((resolve) => setTimeout(resolve, TELL_WITHIN))]);
    const texts = allDrafts(this.me).filter(({ text, told }) => text && !told);
    // Attachments of drafts stay on this device.
    const files = allAttachments().filter(({ message }) => message === null);
    return { messages: this.outbox.unsent, drafts: countPlaces([...texts, ...files]) };
  }

  /** Where storage is forbidden or full, closing the page would lose what the server does not have. */
  private warn = (event: Event) => {
    if (this.outbox.isAtRisk || this.uploads.isAtRisk || hasDraftAtRisk(this.me)) event.preventDefault();
  };

  private resume({ user, complete }: HelloFrame) {
    this.roomPages.stop();
    this.unknownRooms.stop();
    this.sync.resume();
    if (!complete) this.roomPages.start();
    // Changes by another device before this one was connected.
    this.updateEverywhere(user);
    for (const { room } of allTimelines()) void loadFailedAgain(room);
    this.readMarkers.resume();
    this.idle.resume();
    this.presence.resume();
    this.typingSender.resume();
    void this.drafts.resume();
    void this.outbox.flush();
  }

  private handleOther(frame: DraftFrame | UserFrame | PresenceFrame) {
    if (frame.type === "draft") this.drafts.receive(frame);
    else if (frame.type === "presence") this.presence.receive(frame);
    else this.updateEverywhere(frame.user);
  }

  private updateEverywhere(user: User) {
    updateUser(user);
    this.cache.putUser(user);
    const me = session.getState().user;
    if (me?.id === user.id) updateMe({ ...me, ...user });
  }

  private async askPresence(users: number[]) {
    const { presence } = await this.socket.request({ type: "presence.watch", users });
    return presence ?? {};
  }

  private async send(
    { room, nonce, text, replyTo, thread = null, files = [], despiteWarning }: Entry,
    attempt: number,
  ) {
    const sent = this.uploads.filesOf(files);
    if (!sent) throw new SocketError("file_not_found");
    const { message, held } = await this.socket.request({
      type: "message.send",
      room,
      nonce,
      text,
      reply_to: replyTo,
      thread,
      ...(sent.length > 0 && { files: sent }),
      ...(despiteWarning && { despite_warning: true }),
      ...(attempt > 1 && { attempt }),
    });
    if (held) return { held };
    if (!message) throw new SocketError("unavailable");
    return message;
  }

  private showOutboxEvent(event: OutboxEvent, own: boolean) {
    const { nonce, room, text, replyTo, thread = null, files = [], queuedAt, failed, refusal } = event.entry;
    const hasArrived = event.type === "stored" || event.type === "held";
    if (own && hasArrived) this.uploads.release(files);
    if (event.type === "held") this.cache.putHeld(event.held);
    if (own && event.type === "discarded") for (const each of files) this.uploads.remove(each);
    if (event.type === "stored" && own) return this.inbox.acknowledge(event.message);
    if (event.type === "stored") return changeTimeline(room, (each) => markSent(each, nonce));
    if (event.type === "discarded" || event.type === "held")
      return changeTimeline(room, (each) => hidePending(each, nonce));
    const status = failed ? "failed" : "waiting";
    const reason = failed ?? undefined;
    changeTimeline(room, (each) =>
      showPending(each, { nonce, text, replyTo, thread, files, queuedAt, status, reason, refusal }),
    );
  }
}

const countPlaces = (places: readonly Place[]) => new Set(places.map(({ room, thread }) => `${room}.${thread}`)).size;
