import type {
  DraftFrame,
  OwnFrame,
  OwnSync,
  ReadFrame,
  RoomMineFrame,
  RoomSummary,
  UserFrame,
} from "@/lib/protocol/types";
import type { Caches } from "@/realtime/cache/cacheWriter";
import { Own } from "./ownChanges";

export type OwnInboxOptions = {
  me: number;
  caches: Caches;
  join: (summary: RoomSummary) => void;
  leave: (room: number) => void;
  onAside: (frame: DraftFrame | UserFrame) => void;
  /** Too much was missed to be told one by one: which rooms are mine has to be asked for. */
  onReset: () => void;
};

/** Takes in what the server tells of what is mine alone: which rooms I am in, how far I read, what I prefer, began to write, am called. */
export class OwnInbox {
  private readonly options: OwnInboxOptions;
  private readonly own = new Own();

  constructor(options: OwnInboxOptions) {
    this.options = options;
  }

  get behind() {
    return this.own.behind;
  }

  greet(rev: number | undefined) {
    this.own.greet(rev);
  }

  beat(rev: number | undefined) {
    this.own.hear(rev);
  }

  receive(frame: OwnFrame) {
    for (const each of this.own.receive(frame)) this.apply(each);
  }

  takeSync(answer: OwnSync) {
    const followed = this.own.take(answer);
    if (!followed) return;
    const { join, leave, onAside, onReset } = this.options;
    if (answer.reset) onReset();
    for (const room of answer.gone) leave(room);
    for (const room of answer.rooms) join(room);
    for (const draft of answer.drafts) onAside({ type: "draft", ...draft });
    if (answer.user) onAside({ type: "user", user: answer.user });
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
      default:
        return this.options.onAside(frame);
    }
  }

  /** A summary that was read after this change has it in it. */
  private isOld(room: number, me: number | undefined) {
    return me !== undefined && me <= (this.options.caches.room(room)?.mine_rev ?? 0);
  }

  private prefer({ room, notify, muted, favourite, added_by, me }: RoomMineFrame) {
    const change = { notify, muted, favourite, added_by };
    this.options.caches.patchRoom(room, (each) => ({ ...each, ...change, mine_rev: me ?? each.mine_rev }));
  }

  private read({ room, user, seq, rev }: ReadFrame) {
    const { me, caches } = this.options;
    caches.putReading(room, user, seq, rev);
    if (user === me) caches.readMine(room, seq, rev);
  }
}

const OWN = new Set(["room.joined", "room.left", "room.mine", "read", "draft", "user"]);

export const isOwn = (frame: { type: string }): frame is OwnFrame => OWN.has(frame.type);
