import type {
  DraftFrame,
  HiddenFrame,
  InboxFrame,
  MuteFrame,
  OwnFrame,
  OwnSync,
  ReadFrame,
  RoomMineFrame,
  RoomSummary,
  UserFrame,
} from "@/lib/protocol/types";
import type { CacheWriter } from "@/realtime/cache/cacheWriter";
import { emitDisturbing } from "./newMessages";
import { OwnChanges } from "./ownChanges";

export type OwnInboxOptions = {
  me: number;
  cache: CacheWriter;
  join: (summary: RoomSummary) => void;
  leave: (room: number) => void;
  onOther: (frame: DraftFrame | UserFrame) => void;
  onModeration: (frame: MuteFrame | HiddenFrame) => void;
  /** Too many changes are missing, so my rooms have to be loaded again. */
  onReset: () => void;
};

/** Applies changes of my own state: memberships, read markers, preferences, sections, drafts, profile. */
export class OwnInbox {
  private readonly options: OwnInboxOptions;
  private readonly own = new OwnChanges();

  constructor(options: OwnInboxOptions) {
    this.options = options;
  }

  get behind() {
    return this.own.behind;
  }

  hello(rev: number | undefined) {
    this.own.hello(rev);
  }

  heartbeat(rev: number | undefined) {
    this.own.noteHead(rev);
  }

  receive(frame: OwnFrame) {
    for (const each of this.own.receive(frame)) this.apply(each);
  }

  takeSync(answer: OwnSync) {
    const followed = this.own.take(answer);
    if (!followed) return;
    const { cache, join, leave, onOther, onReset } = this.options;
    if (answer.reset) onReset();
    for (const room of answer.gone) leave(room);
    for (const room of answer.rooms) join(room);
    if (answer.sections) cache.setSections(answer.sections);
    for (const draft of answer.drafts) onOther({ type: "draft", ...draft });
    // The answer does not hold them.
    cache.reloadRestrictions();
    cache.reloadInboxSoon();
    if (answer.user) onOther({ type: "user", user: answer.user });
    for (const each of followed) this.apply(each);
  }

  private apply(frame: OwnFrame) {
    switch (frame.type) {
      case "room.joined":
        return this.isOld(frame.room, frame.me) || this.options.join(frame.summary);
      case "room.left":
        return this.isOld(frame.room, frame.me) || this.options.leave(frame.room);
      case "room.mine":
        return this.isOld(frame.room, frame.me) || this.prefer(frame);
      case "read":
        return this.read(frame);
      case "sections":
        return this.options.cache.setSections(frame.sections);
      case "hidden.changed":
        // Nothing that they wrote is told of, or all of it is again.
        this.options.cache.reloadInboxSoon();
        return this.options.onModeration(frame);
      case "mute.changed":
        return this.options.onModeration(frame);
      case "inbox":
        return this.told(frame);
      default:
        return this.options.onOther(frame);
    }
  }

  private told(frame: InboxFrame) {
    this.options.cache.putInbox(frame);
    // A server of the previous version names nothing.
    if (frame.disturbs?.length) emitDisturbing(frame.disturbs);
  }

  /** The summary was read after this change, and contains it. */
  private isOld(room: number, me: number | undefined) {
    return me !== undefined && me <= (this.options.cache.room(room)?.mine_rev ?? 0);
  }

  private prefer({ room, notify, muted, favourite, section, added_by, me }: RoomMineFrame) {
    const change = { notify, muted, favourite, section, added_by };
    const { cache } = this.options;
    // A mute may have an end, which no frame tells.
    if (cache.room(room)?.muted !== muted) cache.reloadNotificationPreferences();
    cache.patchRoom(room, (each) => ({ ...each, ...change, mine_rev: me ?? each.mine_rev }));
  }

  private read({ room, user, seq, rev }: ReadFrame) {
    const { me, cache } = this.options;
    cache.putReading(room, user, seq, rev);
    if (user === me) cache.readMine(room, seq, rev);
  }
}

const OWN = new Set([
  "room.joined",
  "room.left",
  "room.mine",
  "read",
  "draft",
  "sections",
  "user",
  "mute.changed",
  "hidden.changed",
  "inbox",
]);

export const isOwn = (frame: { type: string }): frame is OwnFrame => OWN.has(frame.type);
