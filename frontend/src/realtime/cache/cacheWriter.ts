import type { QueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import type { FileKind } from "@/lib/files/fileKind";
import type {
  HeldMessage,
  InboxFrame,
  InboxUnread,
  Member,
  Message,
  RoomSummary,
  Section,
  User,
} from "@/lib/protocol/types";
import { putFound, type SearchPages, withoutRoom } from "./foundMessages";
import { type InboxPages, putInInbox, reloadInboxPages } from "./inboxPages";
import { isLaterMarker, type MemberPages, putInPages, putMember } from "./mergeMember";
import { isGuess, mergeSummary, withMarker, withRead } from "./mergeSummary";
import { keepUnread } from "./openRoom";
import { queryKeys } from "./queryKeys";
import { putAroundAnswers, readAnew } from "./readAnew";
import { putFiles, type RoomFilePages } from "./roomFiles";

/** Milliseconds. */
const GATHER = 1000;
const LONGEST_GATHER = 8000;
/** In which all who are in a room ask again, where that may be many. */
const SPREAD = 5000;
/** Changes of messages that were looked at. */
const KEPT_CHANGES = 200;

/** Writes the socket's news into the query cache, whose answers are older. */
export class CacheWriter {
  private readonly client: QueryClient;
  /** Rooms whose files are about to be loaded again. */
  private readonly reloading = new Set<number>();
  /** Rooms that are about to be asked for again. */
  private readonly refreshing = new Set<number>();
  /** When my inbox is asked for again. Milliseconds since 1970. */
  private inboxDue = Number.POSITIVE_INFINITY;
  private inboxTimer: ReturnType<typeof setTimeout> | undefined;
  /** A message comes again with each reaction. */
  private readonly changes = new Set<string>();
  /** Longer, the more often what was read has changed nothing in my inbox. */
  private inboxGather = GATHER;
  /** My read marker of this device, where the server does not have it yet. */
  private readonly unconfirmed: (room: number) => number;

  constructor(client: QueryClient, unconfirmed: (room: number) => number = () => 0) {
    this.client = client;
    this.unconfirmed = unconfirmed;
  }

  room(id: number): RoomSummary | undefined {
    return this.client.getQueryData<RoomSummary[]>(queryKeys.rooms())?.find((each) => each.id === id);
  }

  roomIds(): readonly number[] {
    return this.client.getQueryData<RoomSummary[]>(queryKeys.rooms())?.map(({ id }) => id) ?? [];
  }

  /** Replaces the list of rooms. `another`: the server's history was replaced, so no known state counts. */
  setRooms(rooms: readonly RoomSummary[], another: boolean) {
    // A list that is still loading is older than this one.
    void this.client.cancelQueries({ queryKey: queryKeys.rooms() });
    this.client.setQueryData<RoomSummary[]>(queryKeys.rooms(), (known = []) => {
      const before = new Map(another ? [] : known.map((room) => [room.id, room]));
      return rooms.map((room) => this.merged(before.get(room.id), room));
    });
  }

  /** Updates some of the rooms. The others stay. */
  putRooms(rooms: readonly RoomSummary[]) {
    void this.client.cancelQueries({ queryKey: queryKeys.rooms() });
    this.client.setQueryData<RoomSummary[]>(queryKeys.rooms(), (known = []) => {
      const put = new Map(known.map((room) => [room.id, room]));
      for (const room of rooms) put.set(room.id, this.merged(put.get(room.id), room));
      return [...put.values()];
    });
  }

  patchRoom(id: number, patch: (room: RoomSummary) => RoomSummary) {
    this.change((rooms) => rooms.map((each) => (each.id === id ? patch(each) : each)));
  }

  putRoom(room: RoomSummary) {
    const known = this.room(room.id);
    const merged = this.merged(known, room);
    this.change((rooms) => [...rooms.filter((each) => each.id !== room.id), merged]);
    if (isGuess(known, room)) void this.refreshRoom(room.id);
  }

  removeRoom(id: number) {
    this.change((rooms) => rooms.filter((each) => each.id !== id));
    this.noteInboxRead(id);
    this.client.removeQueries({ queryKey: queryKeys.members(id) });
    this.client.removeQueries({ queryKey: queryKeys.memberPages(id) });
    const searches = { queryKey: queryKeys.search() };
    this.client.setQueriesData<SearchPages>(searches, (shown) => shown && withoutRoom(shown, id));
    // No frame tells of these any more. What is still shown is about to go; asked for again, it would be refused.
    for (const queryKey of [queryKeys.held(id), queryKeys.pins(id), queryKeys.files(id)]) {
      this.client.removeQueries({ queryKey, type: "inactive" });
      void this.client.invalidateQueries({ queryKey, refetchType: "none" });
    }
  }

  async refreshRoom(id: number) {
    const room = await api.get<RoomSummary>(`/api/rooms/${id}/`).catch(() => null);
    if (room) this.patchRoom(id, (known) => this.merged(known, room));
  }

  /** Once for all changes of a moment, of which everybody in the room has heard. */
  refreshRoomSoon(id: number) {
    if (this.refreshing.has(id)) return;
    this.refreshing.add(id);
    setTimeout(() => {
      this.refreshing.delete(id);
      void this.refreshRoom(id);
    }, Math.random() * SPREAD);
  }

  /** All my sections, in their order. */
  setSections(sections: readonly Section[]) {
    void this.client.cancelQueries({ queryKey: queryKeys.sections() });
    this.client.setQueryData<readonly Section[]>(queryKeys.sections(), sections);
  }

  /** My read marker, moved on any device. */
  readMine(id: number, seq: number, rev: number | undefined) {
    const before = this.room(id);
    this.patchRoom(id, (each) => withRead(withMarker(each, { seq, rev }), this.unconfirmed(id)));
    const after = this.room(id);
    if (before && after) this.noteUnread(before, after);
    this.noteInboxRead(id);
    const isNoNews = rev !== undefined && after === before;
    if (!after || isNoNews || after.last_read_seq !== seq) return;
    // Read in part, or marked unread: only the server knows how much of the rest counts.
    if (seq < after.last_seq) void this.refreshRoom(id);
  }

  /** Pins are few and change seldom, so an open panel loads them again where one is new or gone. */
  putPin(message: Message) {
    const queryKey = queryKeys.pins(message.room);
    putAroundAnswers(this.client, queryKey, () => {
      const isShown = this.client.getQueryData<Message[]>(queryKey)?.some(({ id }) => id === message.id) ?? false;
      if ((message.pinned_at !== null) !== isShown) return void this.client.invalidateQueries({ queryKey });
      if (!isShown) return;
      this.client.setQueryData<Message[]>(queryKey, (shown) => shown?.map((each) => newer(each, message)));
    });
  }

  /** Shows a changed message where it is quoted and was loaded for that. */
  putQuoted(message: Message) {
    const queryKey = queryKeys.message(message.id);
    putAroundAnswers(this.client, queryKey, () =>
      this.client.setQueryData<Message>(queryKey, (known) => known && newer(known, message)),
    );
  }

  /** Nobody knows what changed. */
  reloadQuoted() {
    readAnew(this.client, queryKeys.message());
  }

  /** Nobody knows what changed. */
  reloadPins(room: number) {
    readAnew(this.client, queryKeys.pins(room));
  }

  /** Nobody knows what is found now. */
  reloadSearches() {
    readAnew(this.client, queryKeys.search());
  }

  /** Shows the files of a new or changed message in the lists of its room's files that are loaded. */
  putFiles(message: Message) {
    for (const { queryKey } of this.client.getQueryCache().findAll({ queryKey: queryKeys.files(message.room) })) {
      const kind = queryKey[2] as FileKind | "all";
      this.client.setQueryData<RoomFilePages>(
        queryKey,
        (shown) => shown && putFiles(shown, message, kind === "all" ? undefined : kind),
      );
      // A page that is loading may be older than this change.
      if (this.client.isFetching({ queryKey }) > 0) this.reloadFilesSoon(message.room);
    }
  }

  /** Shows a changed message in the searches that are loaded: what was deleted is not shown any more. */
  putFound(message: Message) {
    const searches = { queryKey: queryKeys.search() };
    this.client.setQueriesData<SearchPages>(searches, (shown) => shown && putFound(shown, message));
  }

  /** Shows a changed message in the pages of my inbox that are loaded, and asks for what no frame tells of these. */
  putInInbox(message: Message) {
    const pages = { queryKey: queryKeys.inbox() };
    putAroundAnswers(this.client, queryKeys.inbox(), () =>
      this.client.setQueriesData<InboxPages>(pages, (shown) => shown && putInInbox(shown, message)),
    );
    const { id, room, deleted_at, edited_at, mentions_here } = message;
    const change = `${id} ${deleted_at ?? edited_at}`;
    if (!(deleted_at ?? edited_at) || this.changes.has(change)) return;
    this.changes.add(change);
    for (const oldest of this.changes) if (this.changes.size > KEPT_CHANGES) this.changes.delete(oldest);
    // An edit may have brought it back, of which nothing is known here.
    if (mentions_here && !deleted_at) this.reloadInboxSoon(GATHER + Math.random() * SPREAD);
    else this.noteInboxRead(room);
  }

  /** Where I may not write, and whom I hide. */
  reloadRestrictions() {
    void this.client.invalidateQueries({ queryKey: queryKeys.myMutes() });
    void this.client.invalidateQueries({ queryKey: queryKeys.hiddenPeople() });
  }

  /** Something came into my inbox, or was marked there. An answer on its way is older. */
  putInbox({ unread, me }: InboxFrame) {
    void this.client.cancelQueries({ queryKey: queryKeys.inboxUnread() });
    this.client.setQueryData<InboxUnread>(queryKeys.inboxUnread(), { unread, rooms: unread ? null : {}, me });
    this.inboxGather = GATHER;
    reloadInboxPages(this.client);
  }

  /** What is read in a room is done in the inbox, and what is in a room that I left is gone. No frame tells that. */
  private noteInboxRead(room: number) {
    const known = this.client.getQueryData<InboxUnread>(queryKeys.inboxUnread());
    if (!known?.unread || (known.rooms && !known.rooms[room])) return;
    this.reloadInboxSoon(this.inboxGather, ({ unread }) => {
      this.inboxGather = unread === known.unread ? Math.min(2 * this.inboxGather, LONGEST_GATHER) : GATHER;
    });
  }

  /** Once for all changes of a second. */
  reloadInboxSoon(wait = GATHER, then: (after: InboxUnread) => void = () => {}) {
    const due = Date.now() + wait;
    if (due >= this.inboxDue) return;
    clearTimeout(this.inboxTimer);
    this.inboxDue = due;
    this.inboxTimer = setTimeout(async () => {
      this.inboxDue = Number.POSITIVE_INFINITY;
      reloadInboxPages(this.client);
      await this.client.invalidateQueries({ queryKey: queryKeys.inboxUnread() });
      const after = this.client.getQueryData<InboxUnread>(queryKeys.inboxUnread());
      if (after) then(after);
    }, wait);
  }

  reloadNotificationPreferences() {
    readAnew(this.client, queryKeys.notificationPreferences());
  }

  /** A message of mine that waits for a moderator. */
  putHeld(held: HeldMessage) {
    const withHeld = (known: HeldMessage[]) => [...known.filter(({ id }) => id !== held.id), held];
    this.client.setQueryData<HeldMessage[]>(queryKeys.held(held.room), (known) => known && withHeld(known));
    readAnew(this.client, queryKeys.held(held.room));
  }

  /** Once for all messages of a second. */
  private reloadFilesSoon(room: number) {
    if (this.reloading.has(room)) return;
    this.reloading.add(room);
    setTimeout(() => {
      this.reloading.delete(room);
      this.reloadFiles(room);
    }, GATHER);
  }

  /** Nobody knows what changed. */
  reloadFiles(room: number) {
    readAnew(this.client, queryKeys.files(room));
  }

  putMember(room: number, member: Member) {
    const [all, pages] = [queryKeys.members(room), queryKeys.memberPages(room)];
    putAroundAnswers(this.client, all, () =>
      this.client.setQueryData<Member[]>(all, (members) => members && putMember(members, member)),
    );
    putAroundAnswers(this.client, pages, () =>
      this.client.setQueriesData<MemberPages>({ queryKey: pages }, (shown) => putInPages(shown, member)),
    );
  }

  putReading(room: number, user: number, seq: number, rev: number | undefined) {
    const told = { last_read_seq: seq, read_rev: rev };
    const withMarkerOf = (member: Member) =>
      member.user.id === user && isLaterMarker(member, told) ? { ...member, ...told } : member;
    const queryKey = queryKeys.members(room);
    putAroundAnswers(this.client, queryKey, () =>
      this.client.setQueryData<Member[]>(queryKey, (members) => members?.map(withMarkerOf)),
    );
  }

  putUser(user: User) {
    const fresh = (each: User) => (each.id === user.id ? user : each);
    const withUser = (room: RoomSummary) => ({
      ...room,
      people: room.people.map(fresh),
      added_by: room.added_by && fresh(room.added_by),
    });
    this.change((rooms) => rooms.map(withUser));
  }

  /** Without a room: of all rooms. */
  reloadMembers(room?: number) {
    readAnew(this.client, queryKeys.members(room));
    readAnew(this.client, queryKeys.memberPages(room));
  }

  private change(change: (rooms: RoomSummary[]) => RoomSummary[]) {
    this.client.setQueryData<RoomSummary[]>(queryKeys.rooms(), (rooms) => rooms && change(rooms));
  }

  private merged(known: RoomSummary | undefined, told: RoomSummary) {
    const merged = withRead(mergeSummary(known, told), this.unconfirmed(told.id));
    if (known) this.noteUnread(known, merged);
    return merged;
  }

  /** A marker that went back: the room was marked unread, here or on another device. What it had passed is undone. */
  private noteUnread(before: RoomSummary, after: RoomSummary) {
    if (after.last_read_seq >= before.last_read_seq) return;
    keepUnread(after.id);
    this.reloadInboxSoon();
  }
}

const newer = (known: Message, told: Message) => (known.id === told.id && known.rev < told.rev ? told : known);
