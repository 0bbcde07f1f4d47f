import type {
  DraftFrame,
  HeartbeatFrame,
  HelloFrame,
  Member,
  Message,
  OwnFrame,
  OwnSync,
  PresenceFrame,
  RoomSummary,
  RoomSync,
  ServerFrame,
  User,
  UserFrame,
} from "@/lib/protocol/types";
import type { Caches } from "@/realtime/cache/cacheWriter";
import { mayMiscount, withMember, withMessage, withRoom } from "@/realtime/cache/mergeSummary";
import { MissingRooms } from "@/realtime/cache/missingRooms";
import { useConnection } from "@/realtime/connection/connectionState";
import { hideTyping, placeOf, showTyping } from "@/realtime/presence/typing";
import { watchedRoom } from "@/realtime/presence/visibleRoom";
import { acknowledge, forget, greet, hear, needsSync, receive, takeSync } from "@/realtime/timeline/timeline";
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
  caches: Caches;
  /** Some room misses something, or what is mine alone does. */
  onBehind: () => void;
  onOtherEpoch: () => void;
  onHello: (frame: HelloFrame) => void;
  /** The server has told of these rooms, anew or for the first time. */
  onRooms: (rooms: readonly RoomSummary[]) => void;
  /** A frame of a room that is not in the list. */
  onUnknownRoom: (room: number) => void;
  onLeft: (room: number) => void;
  /** Which rooms are mine has to be asked for. */
  onRoomsUnknown: () => void;
  /** A message that somebody else has just written. */
  onNews: (message: Message) => void;
  /** What belongs to no room's history. */
  onAside: (frame: DraftFrame | UserFrame | PresenceFrame) => void;
};

/** Takes what the server says into the timelines and the query cache. */
export class Inbox {
  /** Empty until the server has greeted. */
  epoch = "";
  private readonly options: InboxOptions;
  /** While not all rooms are there: those that `hello` did not name. */
  private missing: MissingRooms | null = null;

  private readonly own: OwnInbox;

  constructor(options: InboxOptions) {
    this.options = options;
    this.own = new OwnInbox({
      me: options.me,
      caches: options.caches,
      join: (summary) => this.join(summary),
      leave: (room) => this.leave(room),
      onAside: options.onAside,
      onReset: () => this.doubtRooms(),
    });
  }

  /** The own rev to ask sync with, where something of what is mine alone is missing. */
  get ownBehind() {
    return this.own.behind;
  }

  hear(frame: ServerFrame) {
    if (isOwn(frame)) return this.hearOwn(frame);
    switch (frame.type) {
      case "hello":
        return this.greet(frame);
      case "message":
      case "room":
      case "member":
        return this.receive(frame);
      case "typing":
        return this.typing(frame.room, frame.user, frame.thread);
      case "heartbeat":
        return this.beat(frame);
      case "ok":
      case "pong":
      case "error":
      case "closed":
      case "session.expiring":
        return;
      case "presence":
        return this.options.onAside(frame);
      default:
        return ignore(frame);
    }
  }

  receive(change: Change) {
    if (!timelineOf(change.room)) return this.hearUnknown(change.room, change.rev);
    this.apply(receiveInto(change.room, (timeline) => receive(timeline, change)));
    this.checkGap(change.room);
  }

  /** The server's answer to a message of mine. */
  acknowledge(message: Message) {
    this.apply(receiveInto(message.room, (timeline) => acknowledge(timeline, message)));
    this.checkGap(message.room);
  }

  /** The whole answer of sync for one room, asked for with the rev `base`. */
  takeSync(room: number, base: number, answer: RoomSync) {
    if (answer.gone) return this.leave(room);
    const { caches } = this.options;
    const have = timelineOf(room)?.have;
    // Left while the answer was under way.
    if (have === undefined) return;
    const followed = receiveInto(room, (timeline) => takeSync(timeline, base, answer));
    // Otherwise frames have brought all of it meanwhile, and what they changed after it.
    if (answer.reset || answer.head > have) this.takeState(room, answer);
    this.apply(followed);
    if (answer.reset) caches.reloadMembers(room);
  }

  /** Before the frames that follow it: they are newer. */
  private takeState(room: number, answer: Exclude<RoomSync, { gone: true }>) {
    const { caches } = this.options;
    const before = caches.room(room);
    for (const member of answer.members) caches.putMember(room, member);
    if (answer.room) caches.putRoom(answer.room);
    const counted = caches.room(room)?.rev ?? 0;
    const messages = answer.messages.filter(({ rev }) => rev > counted).sort((a, b) => a.seq - b.seq);
    for (const message of messages) this.count(room, (each) => withMessage(each, message, this.reader(room)));
    if (before && !answer.room && (answer.reset || answer.members.length > 0)) void caches.refreshRoom(room);
  }

  /** What sync answers about what is mine alone. */
  takeOwnSync(answer: OwnSync) {
    this.own.takeSync(answer);
    this.checkBehind();
  }

  /** A page of all rooms, after a `hello` that did not hold them all. It may be older than what has been heard since. */
  takeRooms(rooms: readonly RoomSummary[]) {
    const { missing } = this;
    const mine = missing ? rooms.filter(({ id }) => missing.take(id)) : [];
    for (const { id, rev } of mine) {
      const known = timelineOf(id);
      if (!known) this.openMissing(id, Math.max(rev, missing?.headOf(id) ?? 0), rev);
      else if (rev > known.have) this.greetRoom(known, rev, false);
    }
    this.options.caches.putRooms(mine);
    this.options.onRooms(mine);
    this.checkBehind();
  }

  /** There are no more: what nobody has told of is not mine any more. */
  endRooms() {
    const gone = this.missing?.rooms ?? [];
    this.missing = null;
    useConnection.setState({ missesRooms: false });
    for (const room of gone) this.leave(room);
  }

  private greet(frame: HelloFrame) {
    const { epoch, rooms, complete } = frame;
    const { me, caches, onHello, onRooms } = this.options;
    const isFirst = this.epoch === "";
    const another = !isFirst && this.epoch !== epoch;
    this.epoch = epoch;
    this.own.greet(frame.me);
    this.greetMissing(rooms, another);
    for (const { id, rev } of rooms) this.greetRoom(openTimeline(id, me, rev), rev, another);
    if (complete) this.endRooms();
    else useConnection.setState({ missesRooms: true });
    if (complete || another) caches.setRooms(rooms, another);
    else caches.putRooms(rooms);
    // How far others have read takes no rev: what came while there was no connection shows nowhere else.
    if (!isFirst) caches.reloadMembers();
    onHello(frame);
    onRooms(rooms);
    this.checkBehind();
  }

  /** What is not in a `hello` has been left, or is yet to come. Of another history nothing that is known of it holds. */
  private greetMissing(rooms: readonly RoomSummary[], another: boolean) {
    const named = new Set(rooms.map((each) => each.id));
    const known = [...allTimelines().map(({ room }) => room), ...this.options.caches.roomIds()];
    this.missing = new MissingRooms(
      known.filter((room) => !named.has(room)),
      named,
    );
    if (another) for (const room of this.missing.rooms) changeTimeline(room, (each) => forget(each, 0));
  }

  private greetRoom(timeline: Timeline, rev: number, another: boolean) {
    if (timeline.have !== rev) this.options.caches.reloadMembers(timeline.room);
    changeTimeline(timeline.room, (each) => (another ? forget(each, rev) : greet(each, rev)));
  }

  private openMissing(room: number, head: number, rev: number) {
    openTimeline(room, this.options.me, rev);
    changeTimeline(room, (each) => hear(each, head));
  }

  /** A room that is mine, newly or as it was learned now. */
  join(summary: RoomSummary) {
    this.missing?.take(summary.id);
    openTimeline(summary.id, this.options.me, summary.rev);
    changeTimeline(summary.id, (each) => greet(each, summary.rev));
    this.options.caches.putRoom(summary);
    this.options.onRooms([summary]);
    this.checkGap(summary.id);
  }

  private leave(room: number) {
    this.missing?.leave(room);
    closeTimeline(room);
    this.options.caches.removeRoom(room);
    this.options.onLeft(room);
  }

  private hearOwn(frame: OwnFrame) {
    this.own.receive(frame);
    if (this.own.behind !== null) this.options.onBehind();
  }

  /** A change of a room that is not in the list: it has not come yet, or that it is mine was lost. */
  private hearUnknown(room: number, rev: number) {
    if (this.missing) this.missing.hear(room, rev);
    else this.options.onUnknownRoom(room);
  }

  /** Any of them may have been left. */
  doubtRooms() {
    this.missing = new MissingRooms(this.options.caches.roomIds(), []);
    useConnection.setState({ missesRooms: true });
    this.options.onRoomsUnknown();
  }

  private typing(room: number, user: User, thread: number | null) {
    if (user.id !== this.options.me) showTyping(placeOf(room, thread), user);
  }

  private beat({ epoch, heads, me }: HeartbeatFrame) {
    if (epoch !== this.epoch) return this.options.onOtherEpoch();
    for (const [name, head] of Object.entries(heads)) {
      const room = Number(name);
      if (timelineOf(room)) changeTimeline(room, (each) => hear(each, head));
      else this.hearUnknown(room, head);
    }
    this.own.beat(me);
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
    const { me, caches } = this.options;
    if (change.type === "room") return this.count(room, (each) => withRoom(each, change));
    if (change.type === "message") {
      this.reloadPins(change.message);
      return this.applyMessage(change.message);
    }
    const { user, role, joined_at, rev, last_read_seq, read_rev } = change;
    caches.putMember(room, { user, role, joined_at, rev, last_read_seq, read_rev } satisfies Member);
    this.count(room, (each) => withMember(each, change, me));
  }

  private reloadPins({ id, room, pinned_at }: Message) {
    if ((pinned_at !== null) !== this.options.caches.isPinned(room, id)) this.options.caches.reloadPins(room);
  }

  private applyMessage(message: Message) {
    const { room, thread, author } = message;
    const { caches, onNews } = this.options;
    const before = caches.room(room);
    hideTyping(placeOf(room, thread), author.id);
    // A summary that was read after this change has counted it.
    if (!before || message.rev <= before.rev) return;
    this.count(room, (each) => withMessage(each, message, this.reader(room)));
    if (mayMiscount(before, message, this.reader(room))) void caches.refreshRoom(room);
    if (message.seq > before.last_seq && author.id !== this.options.me && !message.deleted_at) onNews(message);
  }

  private count(room: number, patch: (summary: RoomSummary) => RoomSummary) {
    this.options.caches.patchRoom(room, patch);
  }

  private reader(room: number) {
    return { me: this.options.me, watched: watchedRoom() === room };
  }
}

const ignored = new Set<unknown>();

/** A newer server may say more than this page understands. */
function ignore(frame: never) {
  const { type } = frame as { type: unknown };
  if (import.meta.env.DEV && !ignored.has(type)) console.info("ignored frame", type);
  ignored.add(type);
}
