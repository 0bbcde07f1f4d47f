import type {
  DraftFrame,
  HeartbeatFrame,
  HelloFrame,
  Member,
  Message,
  ModerationFrame,
  OwnFrame,
  OwnSync,
  PresenceFrame,
  RoomSummary,
  RoomSync,
  ServerFrame,
  User,
  UserFrame,
} from "@/lib/protocol/types";
import type { CacheWriter } from "@/realtime/cache/cacheWriter";
import { Deletions } from "@/realtime/cache/deletions";
import { showLatest } from "@/realtime/cache/latestMessages";
import { noteUsers } from "@/realtime/cache/latestUsers";
import { mayMiscount, withMember, withMessage, withRoom } from "@/realtime/cache/mergeSummary";
import { MissingRooms } from "@/realtime/cache/missingRooms";
import { isKeptUnread } from "@/realtime/cache/openRoom";
import { useConnection } from "@/realtime/connection/connectionState";
import { hideTyping, placeOf, showTyping } from "@/realtime/presence/typing";
import { isVisible } from "@/realtime/presence/visibleRoom";
import { acknowledge, applyHello, applySync, needsSync, noteHead, receive, reset } from "@/realtime/timeline/timeline";
import {
  allTimelines,
  changeTimeline,
  closeTimeline,
  openTimeline,
  receiveInto,
  timelineOf,
} from "@/realtime/timeline/timelineStore";
import type { Change, Timeline } from "@/realtime/timeline/types";
import { isOwn, OwnInbox } from "./ownInbox";

export type InboxOptions = {
  me: number;
  cache: CacheWriter;
  /** A room misses changes, or my own state does. */
  onBehind: () => void;
  onOtherEpoch: () => void;
  onHello: (frame: HelloFrame) => void;
  /** The server described these rooms. */
  onRooms: (rooms: readonly RoomSummary[]) => void;
  /** A frame of a room that the list lacks. */
  onUnknownRoom: (room: number) => void;
  onLeft: (room: number) => void;
  /** My rooms have to be loaded again. */
  onRoomsUnknown: () => void;
  /** A new message of somebody else. */
  onNews: (message: Message) => void;
  onDeleted: (message: Message) => void;
  onModeration: (frame: ModerationFrame) => void;
  /** Frames that belong to no room's history. */
  onOther: (frame: DraftFrame | UserFrame | PresenceFrame) => void;
};

/** Applies the server's frames to the timelines and the query cache. */
export class Inbox {
  /** Empty before the first `hello`. */
  epoch = "";
  private readonly options: InboxOptions;
  /** Set while the list of rooms is incomplete: the rooms that `hello` did not name. */
  private missing: MissingRooms | null = null;
  private readonly deletions = new Deletions();

  private readonly own: OwnInbox;

  constructor(options: InboxOptions) {
    this.options = options;
    this.own = new OwnInbox({
      me: options.me,
      cache: options.cache,
      join: (summary) => this.join(summary),
      leave: (room) => this.leave(room),
      onOther: options.onOther,
      onModeration: options.onModeration,
      onReset: () => this.reloadRooms(),
    });
  }

  /** The own rev to sync from, where own changes are missing; else null. */
  get ownBehind() {
    return this.own.behind;
  }

  handle(frame: ServerFrame) {
    if (isOwn(frame)) return this.handleOwn(frame);
    switch (frame.type) {
      case "hello":
        return this.hello(frame);
      case "message":
      case "room":
      case "member":
        return this.receive(frame);
      case "typing":
        return this.typing(frame.room, frame.user, frame.thread);
      case "heartbeat":
        return this.heartbeat(frame);
      case "ok":
      case "pong":
      case "error":
      case "closed":
      case "session.expiring":
      case "message.held":
        return;
      case "held.changed":
      case "held.waiting":
      case "reports.changed":
      case "report.decided":
        return this.options.onModeration(frame);
      case "presence":
        return this.options.onOther(frame);
      default:
        return ignore(frame);
    }
  }

  receive(change: Change) {
    if (!timelineOf(change.room)) return this.onUnknownRoom(change.room, change.rev);
    this.apply(receiveInto(change.room, (timeline) => receive(timeline, change)));
    this.checkGap(change.room);
  }

  /** The server's answer to a message of mine. */
  acknowledge(message: Message) {
    this.apply(receiveInto(message.room, (timeline) => acknowledge(timeline, message)));
    this.checkGap(message.room);
  }

  /** Applies a complete sync of one room. `base`: the rev of the request. */
  takeSync(room: number, base: number, answer: RoomSync) {
    if (answer.gone) return this.leave(room);
    const { cache } = this.options;
    const have = timelineOf(room)?.have;
    // Left during the request.
    if (have === undefined) return;
    const followed = receiveInto(room, (timeline) => applySync(timeline, base, answer));
    // Else frames brought all of it meanwhile, and newer changes too.
    if (answer.reset || answer.head > have) this.takeState(room, answer);
    this.apply(followed);
    if (!answer.reset) return;
    cache.reloadMembers(room);
    cache.reloadFiles(room);
    cache.reloadPins(room);
    cache.reloadQuoted();
    cache.reloadSearches();
  }

  /** Before the frames that follow it, which are newer. */
  private takeState(room: number, answer: Exclude<RoomSync, { gone: true }>) {
    const { cache } = this.options;
    const before = cache.room(room);
    for (const member of answer.members) cache.putMember(room, member);
    if (answer.room) cache.putRoom(answer.room);
    const counted = cache.room(room)?.rev ?? 0;
    const messages = answer.messages.filter(({ rev }) => rev > counted).sort((a, b) => a.seq - b.seq);
    for (const message of answer.messages) {
      showLatest(message);
      this.putInLists(message);
      if (message.deleted_at) this.options.onDeleted(message);
    }
    for (const message of messages) this.countMessage(message);
    if (before && !answer.room && (answer.reset || answer.members.length > 0)) void cache.refreshRoom(room);
  }

  /** Applies the sync of my own state. */
  takeOwnSync(answer: OwnSync) {
    this.own.takeSync(answer);
    this.checkBehind();
  }

  /** Takes one page of all rooms after an incomplete `hello`. Frames may have been newer. */
  takeRooms(rooms: readonly RoomSummary[]) {
    const { missing } = this;
    const mine = missing ? rooms.filter(({ id }) => missing.take(id)) : [];
    for (const { id, rev } of mine) {
      const known = timelineOf(id);
      if (!known) this.openMissing(id, Math.max(rev, missing?.headOf(id) ?? 0), rev);
      else if (rev > known.have) this.helloRoom(known, rev, false);
    }
    this.options.cache.putRooms(mine);
    this.options.onRooms(mine);
    this.checkBehind();
  }

  /** All pages are there: a room that nothing described is no longer mine. */
  endRooms() {
    const gone = this.missing?.rooms ?? [];
    this.missing = null;
    useConnection.setState({ missesRooms: false });
    for (const room of gone) this.leave(room);
  }

  private hello(frame: HelloFrame) {
    const { epoch, rooms, complete } = frame;
    const { me, cache, onHello, onRooms } = this.options;
    const isFirst = this.epoch === "";
    const another = !isFirst && this.epoch !== epoch;
    this.epoch = epoch;
    this.own.hello(frame.me);
    if (frame.sections) cache.setSections(frame.sections);
    this.helloMissing(rooms, another);
    for (const { id, rev } of rooms) this.helloRoom(openTimeline(id, me, rev), rev, another);
    if (complete) this.endRooms();
    else useConnection.setState({ missesRooms: true });
    if (complete || another) cache.setRooms(rooms, another);
    else cache.putRooms(rooms);
    // Read markers of others have no room rev, so a sync does not bring those that changed during an outage.
    if (!isFirst) cache.reloadMembers();
    onHello(frame);
    onRooms(rooms);
    this.checkBehind();
  }

  /**
   * A room that `hello` does not name was left, or follows in a page. After a replaced history no known state counts.
   */
  private helloMissing(rooms: readonly RoomSummary[], another: boolean) {
    const named = new Set(rooms.map((each) => each.id));
    const known = [...allTimelines().map(({ room }) => room), ...this.options.cache.roomIds()];
    this.missing = new MissingRooms(
      known.filter((room) => !named.has(room)),
      named,
    );
    if (another) for (const room of this.missing.rooms) changeTimeline(room, (each) => reset(each, 0));
  }

  private helloRoom(timeline: Timeline, rev: number, another: boolean) {
    if (timeline.have !== rev) this.options.cache.reloadMembers(timeline.room);
    changeTimeline(timeline.room, (each) => (another ? reset(each, rev) : applyHello(each, rev)));
  }

  private openMissing(room: number, head: number, rev: number) {
    openTimeline(room, this.options.me, rev);
    changeTimeline(room, (each) => noteHead(each, head));
  }

  /** A room that became mine, or that was found to be mine. */
  join(summary: RoomSummary) {
    this.missing?.take(summary.id);
    openTimeline(summary.id, this.options.me, summary.rev);
    changeTimeline(summary.id, (each) => applyHello(each, summary.rev));
    this.options.cache.putRoom(summary);
    this.options.onRooms([summary]);
    this.checkGap(summary.id);
  }

  private leave(room: number) {
    this.missing?.leave(room);
    closeTimeline(room);
    this.options.cache.removeRoom(room);
    this.options.onLeft(room);
  }

  private handleOwn(frame: OwnFrame) {
    this.own.receive(frame);
    if (this.own.behind !== null) this.options.onBehind();
  }

  /** A change of a room that the list lacks: the room follows in a page, or the frame that added it was lost. */
  private onUnknownRoom(room: number, rev: number) {
    if (this.missing) this.missing.note(room, rev);
    else this.options.onUnknownRoom(room);
  }

  /** Any room may have been left. */
  reloadRooms() {
    this.missing = new MissingRooms(this.options.cache.roomIds(), []);
    useConnection.setState({ missesRooms: true });
    this.options.onRoomsUnknown();
  }

  private typing(room: number, user: User, thread: number | null) {
    if (user.id !== this.options.me) showTyping(placeOf(room, thread), user);
  }

  private heartbeat({ epoch, heads, me }: HeartbeatFrame) {
    if (epoch !== this.epoch) return this.options.onOtherEpoch();
    for (const [name, head] of Object.entries(heads)) {
      const room = Number(name);
      if (timelineOf(room)) changeTimeline(room, (each) => noteHead(each, head));
      else this.onUnknownRoom(room, head);
    }
    this.own.heartbeat(me);
    this.checkBehind();
  }

  private checkBehind() {
    if (this.own.behind !== null || allTimelines().some(needsSync)) this.options.onBehind();
  }

  private checkGap(room: number) {
    if (allTimelines().some((each) => each.room === room && needsSync(each))) this.options.onBehind();
  }

  private apply(changes: readonly Change[]) {
    for (const change of changes) this.applyToCaches(change);
  }

  private applyToCaches(change: Change) {
    const { room } = change;
    const { me, cache } = this.options;
    if (change.type === "room") return this.count(room, (each) => withRoom(each, change));
    if (change.type === "message") {
      this.putInLists(change.message);
      noteUsers([change.message.author]);
      return this.applyMessage(change.message);
    }
    const { user, role, joined_at, rev, last_read_seq, read_rev } = change;
    noteUsers([user]);
    cache.putMember(room, { user, role, joined_at, rev, last_read_seq, read_rev } satisfies Member);
    this.count(room, (each) => withMember(each, change, me));
  }

  /** The lists of messages beside the timeline, as far as they are loaded. */
  private putInLists(message: Message) {
    const { cache } = this.options;
    cache.putPin(message);
    cache.putQuoted(message);
    cache.putFiles(message);
    cache.putFound(message);
    cache.putInInbox(message);
  }

  private applyMessage(message: Message) {
    const { room, thread, author } = message;
    const { cache, onNews, onDeleted } = this.options;
    const before = cache.room(room);
    hideTyping(placeOf(room, thread), author.id);
    showLatest(message);
    if (message.deleted_at) onDeleted(message);
    // The summary was read after this change, and counts it.
    if (!before || message.rev <= before.rev) return;
    this.countMessage(message);
    if (mayMiscount(before, message, this.reader(room))) void cache.refreshRoom(room);
    if (message.seq > before.last_seq && author.id !== this.options.me && !message.deleted_at) onNews(message);
  }

  private countMessage(message: Message) {
    const { room } = message;
    const { me, cache } = this.options;
    const before = cache.room(room);
    const isKnown = before !== undefined && message.seq <= before.last_seq;
    const deletion = this.deletions.follow(message);
    const isCounted = isKnown && deletion !== "none" && deletion !== "first";
    this.count(room, (each) =>
      isCounted ? { ...each, rev: Math.max(each.rev, message.rev) } : withMessage(each, message, this.reader(room)),
    );
    const mayCount = message.author.id !== me && message.seq > (before?.last_read_seq ?? 0);
    if (isKnown && mayCount && deletion === "unsure") cache.refreshRoomSoon(room);
  }

  private count(room: number, patch: (summary: RoomSummary) => RoomSummary) {
    this.options.cache.patchRoom(room, patch);
  }

  private reader(room: number) {
    return { me: this.options.me, isVisible: isVisible(room) && !isKeptUnread(room) };
  }
}

const ignored = new Set<unknown>();

/** A newer server may send frames that this page does not know. */
function ignore(frame: never) {
  const { type } = frame as { type: unknown };
  if (import.meta.env.DEV && !ignored.has(type)) console.info("ignored frame", type);
  ignored.add(type);
}
