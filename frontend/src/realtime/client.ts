import type { QueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import { wholeList } from "@/lib/api/pagination";
import type {
  Draft,
  DraftFrame,
  HelloFrame,
  Message,
  PresenceFrame,
  RoomSummary,
  SyncAnswer,
  User,
  UserFrame,
} from "@/lib/protocol/types";
import { accessToken, endSession, session, updateMe } from "@/lib/session/session";
import { Caches } from "@/realtime/cache/cacheWriter";
import { keepUser } from "@/realtime/cache/latestUsers";
import { withRead } from "@/realtime/cache/mergeSummary";
import { RestOfRooms } from "@/realtime/cache/roomPages";
import { UnknownRooms } from "@/realtime/cache/unknownRooms";
import { setStatus, useConnection } from "@/realtime/connection/connectionState";
import { SocketError } from "@/realtime/connection/requests";
import { Socket } from "@/realtime/connection/socket";
import { allDrafts } from "@/realtime/outbox/draftStorage";
import { Drafts } from "@/realtime/outbox/drafts";
import { Outbox, type OutboxNews, type Written } from "@/realtime/outbox/outbox";
import type { Entry } from "@/realtime/outbox/outboxStorage";
import { Reading } from "@/realtime/outbox/readMarkers";
import { Away } from "@/realtime/presence/idle";
import { PresenceWatch } from "@/realtime/presence/presence";
import { Typist } from "@/realtime/presence/typingSender";
import { loadPage } from "@/realtime/timeline/loadPage";
import { hidePending, markSent, showPending } from "@/realtime/timeline/pending";
import { Sync } from "@/realtime/timeline/sync";
import { needsSync } from "@/realtime/timeline/timeline";
import { allTimelines, changeTimeline, timelineOf } from "@/realtime/timeline/timelineStore";
import type { Load } from "@/realtime/timeline/types";
import { Inbox } from "./inbox";
import { tellNews } from "./newMessages";

/** Longest wait for drafts on their way, in milliseconds. */
const TELL_WITHIN = 1_500;

export type Unsent = { messages: number; drafts: number };

/** Everything that goes on between this tab and the server while one person uses it. */
export class RealtimeClient {
  readonly drafts: Drafts;
  readonly outbox: Outbox;
  readonly reading: Reading;
  readonly socket: Socket;
  readonly inbox: Inbox;
  readonly typist = new Typist((room, thread) => this.socket.tell({ type: "typing", room, thread }));
  private readonly sync: Sync;
  private readonly rest = new RestOfRooms({
    take: (rooms) => this.inbox.takeRooms(rooms),
    onEnd: () => this.inbox.endRooms(),
  });
  private readonly unknown = new UnknownRooms({
    isKnown: (room) => timelineOf(room) !== undefined,
    load: (room) => api.get<RoomSummary>(`/api/rooms/${room}/`),
    take: (room) => this.inbox.join(room),
    loadAll: () => this.inbox.doubtRooms(),
  });
  private readonly away = new Away((state) => this.socket.tell({ type: "presence.set", state }));
  private readonly presence = new PresenceWatch((users) => this.askPresence(users));
  private readonly caches: Caches;
  private readonly me: number;

  constructor(client: QueryClient, me: number) {
    this.me = me;
    const caches = new Caches(client, (room) => this.reading.unconfirmed(room));
    this.caches = caches;
    this.socket = new Socket({
      url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/chat/`,
      token: accessToken,
      onStatus: setStatus,
      onFrame: (frame) => this.inbox.hear(frame),
      onRevoked: () => endSession("revoked"),
    });
    this.inbox = new Inbox({
      me,
      caches,
      onBehind: () => this.sync.soon(),
      onOtherEpoch: () => this.socket.restart(),
      onHello: (frame) => this.resume(frame),
      onRooms: (rooms) => {
        for (const { id } of rooms) this.outbox.show(id);
      },
      onUnknownRoom: (room) => this.unknown.hear(room),
      onLeft: (room) => this.unknown.leave(room),
      onRoomsUnknown: () => {
        this.rest.start();
        void this.drafts.resume();
      },
      onNews: tellNews,
      onAside: (frame) => this.hearAside(frame),
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
    this.outbox = new Outbox({
      user: me,
      send: (entry) => this.send(entry),
      onNews: (news, own) => this.showNews(news, own),
      onCount: (waiting) => useConnection.setState({ waiting }),
    });
    this.drafts = new Drafts({
      user: me,
      // What could not be told is told again by Drafts, in its latest state.
      tell: ({ room, ...draft }) => api.put<Draft>(`/api/rooms/${room}/draft/`, draft, { again: false }),
      load: () => wholeList<"drafts", Draft>("/api/drafts/", "drafts"),
    });
    this.reading = new Reading({
      room: (id) => caches.room(id),
      show: (room, seq) => caches.patchRoom(room, (each) => withRead(each, seq)),
      tell: (room, seq) => this.socket.ask({ type: "room.read", room, seq }),
    });
  }

  open() {
    void this.outbox.open();
    this.away.start();
  }

  close() {
    this.sync.stop();
    this.rest.stop();
    this.unknown.stop();
    this.reading.stop();
    this.drafts.stop();
    this.away.stop();
    this.presence.stop();
    this.outbox.close();
  }

  sendMessage(written: Written) {
    this.typist.rest();
    void this.outbox.write(written);
    this.socket.wake();
  }

  /** Counts what I wrote and only this browser has. Waits a moment for drafts on their way. */
  async unsent(): Promise<Unsent> {
    await Promise.race([this.drafts.tellNow(), new Promise((resolve) => setTimeout(resolve, TELL_WITHIN))]);
    const drafts = allDrafts(this.me).filter(({ text, told }) => text && !told).length;
    return { messages: this.outbox.unsent, drafts };
  }

  private resume({ user, complete }: HelloFrame) {
    this.rest.stop();
    this.unknown.stop();
    this.sync.resume();
    if (!complete) this.rest.start();
    // What another device changed before this one listened.
    this.meet(user);
    for (const { room, failure } of allTimelines()) if (failure) void loadPage(room, kindAgain(failure.kind));
    this.reading.resume();
    this.away.resume();
    this.presence.resume();
    this.typist.resume();
    void this.drafts.resume();
    void this.outbox.flush();
  }

  private hearAside(frame: DraftFrame | UserFrame | PresenceFrame) {
    if (frame.type === "draft") this.drafts.hear(frame);
    else if (frame.type === "presence") this.presence.hear(frame);
    else this.meet(frame.user);
  }

  private meet(user: User) {
    keepUser(user);
    this.caches.putUser(user);
    const me = session.getState().user;
    if (me?.id === user.id) updateMe({ ...me, ...user });
  }

  private async askPresence(users: number[]) {
    const { presence } = await this.socket.ask({ type: "presence.watch", users });
    return presence ?? {};
  }

  private async send({ room, nonce, text, replyTo, thread = null }: Entry): Promise<Message> {
    const { message } = await this.socket.ask({ type: "message.send", room, nonce, text, reply_to: replyTo, thread });
    if (!message) throw new SocketError("unavailable");
    return message;
  }

  private showNews(news: OutboxNews, own: boolean) {
    const { nonce, room, text, replyTo, thread = null, queuedAt, failed } = news.entry;
    if (news.type === "stored" && own) return this.inbox.acknowledge(news.message);
    if (news.type === "stored") return changeTimeline(room, (each) => markSent(each, nonce));
    if (news.type === "discarded") return changeTimeline(room, (each) => hidePending(each, nonce));
    const status = failed ? "failed" : "waiting";
    const reason = failed ?? undefined;
    changeTimeline(room, (each) => showPending(each, { nonce, text, replyTo, thread, queuedAt, status, reason }));
  }
}

/** Where "around" was is not known any more; the newest page is never wrong. */
function kindAgain(kind: Load["kind"]) {
  return kind === "around" ? "newest" : kind;
}
