// @vitest-environment jsdom
import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { putUnread } from "@/entities/inbox/unread";
import type { Member, Message, OwnSync, RoomSummary, RoomSync } from "@/lib/protocol/types";
import { CacheWriter } from "@/realtime/cache/cacheWriter";
import { queryKeys } from "@/realtime/cache/queryKeys";
import type { RoomFilePages } from "@/realtime/cache/roomFiles";
import { useConnection } from "@/realtime/connection/connectionState";
import { Inbox } from "@/realtime/inbox";
import { onDisturbing } from "@/realtime/newMessages";
import { useTyping } from "@/realtime/presence/typing";
import { clearVisibleRoom, setVisibleRoom } from "@/realtime/presence/visibleRoom";
import { finishLoad, startLoad } from "@/realtime/timeline/pageLoad";
import { changeTimeline, closeAllTimelines, timelineOf } from "@/realtime/timeline/timelineStore";
import { ME, message, ROOM, renamed, user } from "../helpers/fakeRoom";
import { file } from "../helpers/files";

const summary = (change: Partial<RoomSummary> = {}): RoomSummary => ({
  id: ROOM,
  kind: "public",
  name: "Hearth",
  topic: "",
  created_at: "2026-11-20T08:00:00Z",
  archived_at: null,
  mentions: 0,
  posting: "everybody",
  slow_seconds: 0,
  notify: "all",
  muted: false,
  favourite: false,
  added_by: null,
  people: [],
  rev: 3,
  last_seq: 3,
  last_message_at: null,
  member_count: 2,
  role: "member",
  last_read_seq: 3,
  unread: 0,
  ...change,
});

let client: QueryClient;
let inbox: Inbox;
const onBehind = vi.fn();
const onOtherEpoch = vi.fn();
const onNews = vi.fn();
const onDeleted = vi.fn();
const onOther = vi.fn();
const onUnknownRoom = vi.fn();
const onRoomsUnknown = vi.fn();

beforeEach(() => {
  closeAllTimelines();
  clearVisibleRoom(ROOM);
  onBehind.mockReset();
  onOtherEpoch.mockReset();
  for (const each of [onNews, onDeleted, onOther, onUnknownRoom, onRoomsUnknown]) each.mockReset();
  client = new QueryClient();
  const ignored = {
    onHello: () => {},
    onModeration: () => {},
    onRooms: () => {},
    onOther,
    onLeft: () => {},
    onRoomsUnknown,
  };
  inbox = new Inbox({
    me: ME,
    cache: new CacheWriter(client),
    onBehind,
    onOtherEpoch,
    onNews,
    onDeleted,
    onUnknownRoom,
    ...ignored,
  });
  hello([summary()]);
});

function hello(rooms: RoomSummary[], epoch = "e", complete = true, me?: number) {
  const greeting = { user: user(ME), session: "s", expires_at: "", epoch, heartbeat: 25, rooms, complete };
  inbox.handle({ type: "hello", ...greeting, ...(me !== undefined && { me }) });
}

function show() {
  const page = { messages: [message(1), message(2), message(3)], has_before: false, has_after: false };
  changeTimeline(ROOM, (each) => finishLoad(startLoad(each, 1, "newest"), 1, page));
}

const says = (seq: number, change: Partial<Message> = {}) => {
  const whole = message(seq, change);
  inbox.handle({ type: "message", room: ROOM, rev: whole.rev, message: whole });
};
const room = () => client.getQueryData<RoomSummary[]>(["rooms"])?.[0];
const shown = () => timelineOf(ROOM)?.loaded?.messages.map((each) => each.seq);

describe("hello", () => {
  it("replaces the list of rooms, also one that is still being loaded", async () => {
    const late = client.fetchQuery({ queryKey: ["rooms"], queryFn: () => new Promise(() => {}) }).catch(() => {});
    hello([summary({ name: "Renamed", rev: 4 })]);
    await late;
    expect(room()?.name).toBe("Renamed");
  });

  it("asks for what a shown room missed, and for nothing else", () => {
    hello([summary({ rev: 5 })]);
    expect(onBehind).not.toHaveBeenCalled();
    show();
    hello([summary({ rev: 9 })]);
    expect(onBehind).toHaveBeenCalled();
  });

  it("forgets everything of another epoch", () => {
    show();
    hello([summary({ rev: 3 })], "restored");
    expect(timelineOf(ROOM)?.loaded).toBeNull();
  });

  it("drops rooms that are no longer mine", () => {
    hello([]);
    expect(timelineOf(ROOM)).toBeUndefined();
  });
});

describe("a hello that does not hold all rooms", () => {
  const OTHER = 30;
  const other = (change: Partial<RoomSummary> = {}) => summary({ id: OTHER, name: "Kitchen", ...change });
  const names = () =>
    client
      .getQueryData<RoomSummary[]>(["rooms"])
      ?.map(({ name }) => name)
      .sort();
  const change = (rev: number) =>
    inbox.handle({ type: "message", room: OTHER, rev, message: message(rev, { room: OTHER }) });

  beforeEach(() => hello([summary({ name: "Hearth" }), other()]));

  it("takes nothing away: what it does not name is yet to come", () => {
    hello([summary({ name: "Hearth" })], "e", false);
    expect(names()).toEqual(["Hearth", "Kitchen"]);
    expect(timelineOf(OTHER)).toBeDefined();
    expect(useConnection.getState().missesRooms).toBe(true);
    inbox.takeRooms([summary({ name: "Hearth" }), other({ rev: 4, name: "Larder" })]);
    inbox.endRooms();
    expect(names()).toEqual(["Hearth", "Larder"]);
    expect(useConnection.getState().missesRooms).toBe(false);
  });

  it("leaves what has not come in the end", () => {
    hello([summary({ name: "Hearth" })], "e", false);
    inbox.takeRooms([summary({ name: "Hearth" })]);
    inbox.endRooms();
    expect(names()).toEqual(["Hearth"]);
    expect(timelineOf(OTHER)).toBeUndefined();
  });

  it("is not undone by a page that is older than a frame", () => {
    hello([summary({ name: "Hearth" })], "e", false);
    inbox.handle({ type: "room.left", room: OTHER });
    inbox.handle({ type: "room.joined", room: 31, added_by: null, summary: summary({ id: 31, name: "New", rev: 9 }) });
    change(4);
    inbox.takeRooms([other(), summary({ id: 31, name: "Old", rev: 1 })]);
    inbox.endRooms();
    expect(names()).toEqual(["Hearth", "New"]);
  });

  it("asks for what a room missed that came after its frames", () => {
    hello([]);
    onBehind.mockReset();
    hello([], "e", false);
    change(7);
    expect(onBehind).not.toHaveBeenCalled();
    inbox.takeRooms([other({ rev: 6 })]);
    expect(timelineOf(OTHER)).toMatchObject({ have: 6, head: 7 });
    expect(onBehind).toHaveBeenCalled();
  });

  it("keeps the frames of a room that was known", () => {
    hello([summary()], "e", false);
    change(4);
    inbox.takeRooms([other({ rev: 3 })]);
    expect(timelineOf(OTHER)?.have).toBe(4);
  });

  it("of another epoch forgets the others, too", () => {
    hello([summary({ name: "Hearth", rev: 2 })], "restored", false);
    expect(names()).toEqual(["Hearth"]);
    expect(timelineOf(OTHER)?.have).toBe(0);
    inbox.takeRooms([other({ rev: 2 })]);
    inbox.endRooms();
    expect(timelineOf(OTHER)?.have).toBe(2);
  });
});

describe("a message", () => {
  it("is shown and counted", () => {
    show();
    says(4);
    expect(shown()).toEqual([1, 2, 3, 4]);
    expect(room()).toMatchObject({ rev: 4, last_seq: 4, unread: 1, last_message_at: message(4).created_at });
  });

  it("of mine is not unread, nor one I am looking at", () => {
    says(4, { author: user(ME) });
    setVisibleRoom(ROOM, () => true);
    says(5);
    expect(room()).toMatchObject({ last_seq: 5, unread: 0 });
    setVisibleRoom(ROOM, () => false);
    says(6);
    expect(room()).toMatchObject({ last_seq: 6, unread: 1 });
  });

  it("deleted before I read it is not unread any more", () => {
    says(4);
    says(4, { rev: 5, deleted_at: "2026-11-20T10:00:00Z", text: "" });
    expect(room()).toMatchObject({ last_seq: 4, unread: 0 });
  });

  it("deleted once is subtracted once, however often its tombstone comes", () => {
    says(4);
    says(5, { author: user(7), thread: message(4).id });
    const gone = { deleted_at: "2026-11-20T10:00:00Z", text: "" };
    says(4, { rev: 6, ...gone });
    expect(room()?.unread).toBe(1);
    for (const seq of [7, 9]) {
      says(seq, { rev: seq, thread: message(4).id });
      says(4, { rev: seq + 1, ...gone, replies: { count: 2, last_seq: seq, last_at: "", people: [] } as never });
    }
    expect(room()).toMatchObject({ rev: 10, unread: 3 });
  });

  it.each([
    ["a tombstone with replies, deleted at a time that is not known", { rev: 5, deleted_at: "2026-11-20T10:00:00Z" }],
    ["a message that was restored", { rev: 6 }],
  ])("asks the server about %s", async (_, change) => {
    vi.useFakeTimers();
    const asked = vi.spyOn(CacheWriter.prototype, "refreshRoom").mockResolvedValue();
    says(4);
    if (change.rev === 6) says(4, { rev: 5, deleted_at: "2026-11-20T10:00:00Z" });
    says(4, { ...change, replies: { count: 1 } as never });
    await vi.advanceTimersByTimeAsync(6000);
    expect(asked.mock.calls).toEqual([[ROOM]]);
    asked.mockRestore();
    vi.useRealTimers();
  });

  it("that comes twice counts once", () => {
    says(4);
    says(4);
    expect(room()?.unread).toBe(1);
  });

  it("beyond a gap is neither shown nor counted until the gap is closed", () => {
    show();
    says(5);
    expect(onBehind).toHaveBeenCalled();
    expect(room()?.unread).toBe(0);
    inbox.takeSync(ROOM, 3, { head: 5, messages: [message(5), message(4)], members: [], complete: true });
    expect(shown()).toEqual([1, 2, 3, 4, 5]);
    expect(room()).toMatchObject({ last_seq: 5, unread: 2 });
  });

  it("ends its author's typing", () => {
    inbox.handle({ type: "typing", room: ROOM, user: user(7), thread: null });
    expect(useTyping.getState()[ROOM]).toHaveLength(1);
    says(4);
    expect(useTyping.getState()[ROOM]).toHaveLength(0);
  });
});

describe("other frames", () => {
  it("rename and archive", () => {
    inbox.handle({ ...renamed, rev: 4, archived_at: "now", posting: "moderators", slow_seconds: 30 });
    expect(room()).toMatchObject({ name: "Embers", archived_at: "now", rev: 4, unread: 0 });
    expect(room()).toMatchObject({ posting: "moderators", slow_seconds: 30 });
  });

  it("keep a loaded list of members true", () => {
    const member = (id: number, rev: number): Member => ({
      user: user(id),
      role: "member",
      joined_at: "",
      rev,
      last_read_seq: null,
    });
    client.setQueryData(["members", ROOM], [member(1, 1), member(7, 2)]);
    inbox.handle({ type: "member", room: ROOM, member_count: 3, ...member(8, 4) });
    inbox.handle({ type: "member", room: ROOM, member_count: 2, ...member(7, 5), role: null });
    const members = client.getQueryData<Member[]>(["members", ROOM]);
    expect(members?.map((each) => each.user.id)).toEqual([1, 8]);
    expect(room()?.member_count).toBe(2);
  });

  it("move my read marker from another device, forward only", () => {
    says(4);
    says(5);
    inbox.handle({ type: "read", room: ROOM, user: 7, seq: 5 });
    expect(room()?.unread).toBe(2);
    inbox.handle({ type: "read", room: ROOM, user: ME, seq: 5 });
    expect(room()).toMatchObject({ unread: 0, last_read_seq: 5 });
    inbox.handle({ type: "read", room: ROOM, user: ME, seq: 2 });
    expect(room()?.last_read_seq).toBe(5);
  });

  it("bring and take rooms", () => {
    inbox.handle({ type: "room.joined", room: 30, added_by: null, summary: summary({ id: 30, name: "New" }) });
    expect(client.getQueryData<RoomSummary[]>(["rooms"])).toHaveLength(2);
    inbox.handle({ type: "room.left", room: 30 });
    expect(client.getQueryData<RoomSummary[]>(["rooms"])).toHaveLength(1);
    expect(timelineOf(30)).toBeUndefined();
  });

  it("that say I left are not undone by an answer of sync on its way", () => {
    inbox.handle({ type: "room.left", room: ROOM });
    inbox.takeSync(ROOM, 3, { head: 4, messages: [message(4)], members: [], complete: true, room: summary() });
    expect(client.getQueryData(["rooms"])).toEqual([]);
  });

  it("tell by a heartbeat what was lost", () => {
    inbox.handle({ type: "heartbeat", epoch: "e", heads: { [ROOM]: 3, 99: 8 } });
    expect(onBehind).not.toHaveBeenCalled();
    inbox.handle({ type: "heartbeat", epoch: "e", heads: { [ROOM]: 4 } });
    expect(onBehind).toHaveBeenCalledOnce();
    inbox.handle({ type: "heartbeat", epoch: "restored", heads: {} });
    expect(onOtherEpoch).toHaveBeenCalledOnce();
  });

  it("of a newer server are passed over", () => {
    vi.spyOn(console, "info").mockImplementation(() => {});
    expect(() => inbox.handle({ type: "from.the.future" } as never)).not.toThrow();
  });
});

describe("news", () => {
  it("is what somebody else has just written", () => {
    show();
    says(4);
    expect(onNews).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ seq: 4 }));
  });

  it("is not a change of what was there, nor what I wrote elsewhere", () => {
    show();
    says(2, { rev: 4, text: "corrected" });
    says(4, { rev: 5, author: user(ME) });
    expect(onNews).not.toHaveBeenCalled();
  });

  it("is also what was deleted, told now or by a sync", () => {
    const deleted_at = "2026-11-20T10:00:00Z";
    says(2, { rev: 4, deleted_at });
    const late = message(3, { rev: 5, deleted_at });
    inbox.takeSync(ROOM, 4, { head: 5, messages: [late], members: [], complete: true, room: summary({ rev: 5 }) });
    expect(onDeleted.mock.calls.map(([{ seq }]) => seq)).toEqual([2, 3]);
  });
});

it("counts mentions of me apart, until they are read", () => {
  says(4, { mentions: [ME] });
  says(5);
  says(6, { mentions_here: true });
  expect(room()).toMatchObject({ unread: 3, mentions: 2 });
  inbox.handle({ type: "read", room: ROOM, user: ME, seq: 6 });
  expect(room()).toMatchObject({ unread: 0, mentions: 0 });
});

it("keeps how far the others have read", () => {
  const member = { user: user(7), role: "member", joined_at: "", rev: 1, last_read_seq: 1 } satisfies Member;
  client.setQueryData<Member[]>(["members", ROOM], [member]);
  inbox.handle({ type: "read", room: ROOM, user: 7, seq: 3 });
  inbox.handle({ type: "read", room: ROOM, user: 7, seq: 2 });
  expect(client.getQueryData<Member[]>(["members", ROOM])).toMatchObject([{ last_read_seq: 3 }]);
  expect(room()?.last_read_seq).toBe(3);
});

describe("what is mine alone", () => {
  const OTHER = 30;
  const own = (summaries: RoomSummary[], more: Partial<OwnSync> = {}): OwnSync => ({
    head: 8,
    complete: true,
    rooms: summaries,
    gone: [],
    drafts: [],
    ...more,
  });
  const ids = () => client.getQueryData<RoomSummary[]>(["rooms"])?.map(({ id }) => id);
  const read = (seq: number, rev: number, me?: number) =>
    inbox.handle({ type: "read", room: ROOM, user: ME, seq, rev, ...(me !== undefined && { me }) });

  beforeEach(() => {
    hello([summary({ read_rev: 2, mine_rev: 4, last_read_seq: 1, unread: 2 })], "e", true, 5);
    onBehind.mockReset();
  });

  it("is asked for where a frame or a heartbeat shows that one was lost", () => {
    inbox.handle({ type: "heartbeat", epoch: "e", heads: {}, me: 5 });
    expect(onBehind).not.toHaveBeenCalled();
    inbox.handle({ type: "heartbeat", epoch: "e", heads: {}, me: 6 });
    expect(onBehind).toHaveBeenCalledOnce();
    inbox.handle({ type: "room.left", room: ROOM, me: 7 });
    expect(ids()).toEqual([ROOM]);
    expect(inbox.ownBehind).toBe(5);
  });

  it("comes by sync: rooms, those that are gone, drafts and who I am", () => {
    inbox.handle({ type: "heartbeat", epoch: "e", heads: {}, me: 8 });
    const draft = { room: OTHER, thread: null, text: "half", at: "2026-11-20T09:00:00Z", rev: 7 };
    const joined = summary({ id: OTHER, name: "Kitchen" });
    inbox.takeOwnSync(own([joined], { gone: [ROOM], drafts: [draft], user: user(ME) }));
    expect(ids()).toEqual([OTHER]);
    expect(timelineOf(OTHER)).toBeDefined();
    expect(onOther.mock.calls.map(([{ type }]) => type)).toEqual(["draft", "user"]);
    expect(inbox.ownBehind).toBeNull();
  });

  it("does not undo what a frame told after the answer", () => {
    inbox.handle({ type: "room.left", room: ROOM, me: 9 });
    inbox.takeOwnSync(own([summary({ mine_rev: 8 })]));
    expect(ids()).toEqual([]);
  });

  it("heals a badge whose read frame was lost", () => {
    inbox.takeOwnSync(own([summary({ read_rev: 3, mine_rev: 8, last_read_seq: 3, unread: 0 })]));
    expect(room()).toMatchObject({ last_read_seq: 3, unread: 0, read_rev: 3 });
  });

  it("is ordered by its rev: a marker that was moved back stays back", () => {
    read(3, 3, 6);
    read(2, 4, 7);
    expect(room()).toMatchObject({ last_read_seq: 2, read_rev: 4 });
    // What the whole room is told comes by another way, and may be late.
    read(3, 3);
    expect(room()).toMatchObject({ last_read_seq: 2, read_rev: 4 });
  });

  it("is not taken from a summary that is older", () => {
    inbox.handle({
      type: "room.mine",
      room: ROOM,
      notify: "nothing",
      muted: true,
      favourite: true,
      added_by: null,
      me: 6,
    });
    hello([summary({ read_rev: 2, mine_rev: 4, rev: 9 })], "e", true, 6);
    expect(room()).toMatchObject({ rev: 9, notify: "nothing", muted: true, favourite: true });
  });

  it("asks for all rooms where too much was missed", () => {
    inbox.takeOwnSync(own([summary({ id: OTHER })], { reset: true }));
    expect(onRoomsUnknown).toHaveBeenCalledOnce();
    inbox.takeRooms([summary({ id: OTHER })]);
    inbox.endRooms();
    expect(ids()).toEqual([OTHER]);
  });
});

describe("a room that is not in the list", () => {
  it.each([
    ["a message", () => inbox.handle({ type: "message", room: 99, rev: 8, message: message(8, { room: 99 }) })],
    ["a member", () => inbox.handle({ type: "member", room: 99, ...memberOf(7, 8), member_count: 2 })],
    ["a heartbeat", () => inbox.handle({ type: "heartbeat", epoch: "e", heads: { 99: 8 } })],
  ])("is asked for when %s tells of it", (_, tell) => {
    tell();
    expect(onUnknownRoom).toHaveBeenCalledExactlyOnceWith(99);
  });

  it("is not while all rooms are still on their way", () => {
    hello([], "e", false);
    inbox.handle({ type: "heartbeat", epoch: "e", heads: { 99: 8 } });
    expect(onUnknownRoom).not.toHaveBeenCalled();
  });
});

const memberOf = (id: number, rev: number, change: Partial<Member> = {}): Member => ({
  user: user(id),
  role: "member",
  joined_at: "",
  rev,
  last_read_seq: null,
  ...change,
});

describe("an answer of sync that comes late", () => {
  const sync = (head: number, more: Partial<Exclude<RoomSync, { gone: true }>>) =>
    inbox.takeSync(ROOM, 3, { head, messages: [], members: [], complete: true, ...more });
  const members = () => client.getQueryData<Member[]>(["members", ROOM]);

  it("leaves the count to what came after it", () => {
    says(6);
    says(7);
    sync(5, { messages: [message(4), message(5)], room: summary({ rev: 5, last_seq: 5, unread: 2 }) });
    expect(room()).toMatchObject({ last_seq: 7, unread: 4 });
  });

  it("counts what it brings once, with a summary or without", () => {
    sync(5, { messages: [message(4), message(5)], room: summary({ rev: 5, last_seq: 5, unread: 2 }) });
    expect(room()).toMatchObject({ last_seq: 5, unread: 2 });
    inbox.takeSync(ROOM, 5, { head: 6, messages: [message(6)], members: [], complete: true });
    expect(room()).toMatchObject({ last_seq: 6, unread: 3 });
  });

  it("takes a message off the count once, which the summary of hello has not in it", () => {
    says(4);
    says(5);
    show();
    hello([summary({ rev: 7, last_seq: 5, unread: 1 })]);
    const gone = { deleted_at: "2026-11-20T10:00:00Z", text: "" };
    inbox.takeSync(ROOM, 5, { head: 7, messages: [message(4, { rev: 7, ...gone })], members: [], complete: true });
    expect(room()).toMatchObject({ unread: 1 });
  });

  it("does not bring back a member who has left since", () => {
    client.setQueryData<Member[]>(["members", ROOM], [memberOf(1, 1)]);
    inbox.handle({ type: "member", room: ROOM, member_count: 2, ...memberOf(7, 4) });
    inbox.handle({ type: "member", room: ROOM, member_count: 1, ...memberOf(7, 5, { role: null }) });
    sync(4, { members: [memberOf(7, 4)] });
    expect(members()?.map((each) => each.user.id)).toEqual([1]);
  });

  it("keeps of a member with the same rev what is known, and the later marker", () => {
    client.setQueryData<Member[]>(
      ["members", ROOM],
      [memberOf(7, 4, { role: "owner", last_read_seq: 3, read_rev: 2 })],
    );
    sync(5, { members: [memberOf(7, 4, { last_read_seq: 1, read_rev: 3 })] });
    expect(members()).toMatchObject([{ role: "owner", last_read_seq: 1, read_rev: 3 }]);
  });
});

describe("what I am told of", () => {
  const frame = (unread: number, me: number, disturbs: number[] = []) =>
    inbox.handle({ type: "inbox", unread, me, disturbs });
  const counted = () => client.getQueryData<{ unread: number }>(queryKeys.inboxUnread())?.unread;

  it("is counted by its frames, in the order of my own changes", () => {
    hello([summary()], "e", true, 4);
    frame(1, 5);
    frame(2, 6);
    frame(1, 5);
    expect(counted()).toBe(2);
    expect(inbox.ownBehind).toBeNull();
  });

  it("is not counted by an answer that is older than a frame", () => {
    hello([summary()], "e", true, 4);
    frame(4, 5);
    putUnread(client, { unread: 3, rooms: {}, me: 4 });
    expect(counted()).toBe(4);
    putUnread(client, { unread: 3, rooms: { [ROOM]: 3 }, me: 6 });
    expect(counted()).toBe(3);
  });

  it("names what disturbs", () => {
    const heard = vi.fn();
    const stop = onDisturbing(heard);
    hello([summary()], "e", true, 4);
    frame(1, 5);
    frame(2, 6, [1004]);
    expect(heard).toHaveBeenCalledExactlyOnceWith([1004]);
    stop();
  });

  it("is asked for again, with the end of a mute, where another device muted a room", () => {
    const again = vi.spyOn(client, "invalidateQueries");
    const mine = (muted: boolean, me: number) =>
      inbox.handle({
        type: "room.mine",
        room: ROOM,
        notify: "all",
        favourite: false,
        muted,
        added_by: null,
        me,
      } as never);
    hello([summary({ muted: false })], "e", true, 4);
    again.mockClear();
    mine(false, 5);
    expect(again).not.toHaveBeenCalled();
    mine(true, 6);
    expect(again).toHaveBeenCalledExactlyOnceWith({ queryKey: queryKeys.notificationPreferences() });
  });

  it("is asked for again when I read in a room that has something undone", async () => {
    vi.useFakeTimers();
    const again = vi.spyOn(client, "invalidateQueries");
    const asked = () => again.mock.calls.filter(([filters]) => filters?.queryKey?.[0] === queryKeys.inboxUnread()[0]);
    let seq = 3;
    const read = () => inbox.handle({ type: "read", room: ROOM, user: ME, seq: ++seq, rev: seq });
    const known = (rooms: Record<string, number> | null) =>
      client.setQueryData(queryKeys.inboxUnread(), { unread: 1, rooms, me: 1 });
    read();
    known({ 14: 1 });
    read();
    await vi.advanceTimersByTimeAsync(2000);
    expect(asked()).toHaveLength(0);
    known({ [ROOM]: 1 });
    read();
    read();
    await vi.advanceTimersByTimeAsync(2000);
    expect(asked()).toHaveLength(1);
    // That changed nothing: what is undone there is not read yet, or not to be read there.
    read();
    await vi.advanceTimersByTimeAsync(1100);
    expect(asked()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked()).toHaveLength(2);
    // A frame does not say of which room it is.
    known(null);
    read();
    await vi.advanceTimersByTimeAsync(9000);
    expect(asked()).toHaveLength(3);
    vi.useRealTimers();
  });

  describe("changes with the messages", () => {
    const gone = { deleted_at: "2026-11-20T10:00:00Z", text: "" };
    const here = { mentions_here: true, edited_at: "2026-11-20T10:00:00Z" };
    const notHere = { mentions_here: false, edited_at: "2026-11-20T10:00:00Z" };
    const hidden = { type: "hidden.changed", user: 7, hidden: true, me: 5 } as const;
    const marked = { type: "read", room: ROOM, user: ME, seq: 1, rev: 4 } as const;

    let asked: () => number;

    beforeEach(() => {
      vi.useFakeTimers();
      hello([summary({ last_read_seq: 3, read_rev: 3 })], "e", true, 4);
      const again = vi.spyOn(client, "invalidateQueries");
      asked = () => again.mock.calls.filter(([filters]) => filters?.queryKey?.[0] === "inbox-unread").length;
    });

    afterEach(() => {
      vi.useRealTimers();
    });

    const known = (rooms: Record<string, number> | null) =>
      client.setQueryData(queryKeys.inboxUnread(), { unread: rooms && !rooms[ROOM] ? 0 : 1, rooms, me: 4 });

    it.each<[string, Record<string, number> | null, () => void]>([
      ["marked unread, with nothing undone", {}, () => inbox.handle(marked)],
      ["marked unread here", {}, () => inbox.join(summary({ last_read_seq: 1, read_rev: 4, unread: 2 }))],
      ["deleted", { [ROOM]: 1 }, () => says(3, { rev: 4, ...gone })],
      ["deleted, by a frame that names no room", null, () => says(3, { rev: 4, ...gone })],
      ["without @here", { [ROOM]: 1 }, () => says(3, { rev: 4, ...notHere })],
      ["with @here again", {}, () => says(3, { rev: 4, ...here })],
      ["of somebody whom I hide", { [ROOM]: 1 }, () => inbox.handle(hidden)],
      ["of somebody whom I show again", {}, () => inbox.handle({ ...hidden, hidden: false })],
      ["deleted while I was away", { [ROOM]: 1 }, () => away(message(3, { rev: 4, ...gone }))],
    ])("is asked for again: %s", async (_, rooms, happens) => {
      known(rooms);
      happens();
      await vi.advanceTimersByTimeAsync(7000);
      expect(asked()).toBe(1);
    });

    it.each<[string, Record<string, number>, () => void]>([
      ["deleted where nothing is undone", { 14: 1 }, () => says(3, { rev: 4, ...gone })],
      ["written", { [ROOM]: 1 }, () => says(4)],
    ])("is not asked for: %s", async (_, rooms, happens) => {
      known(rooms);
      happens();
      await vi.advanceTimersByTimeAsync(7000);
      expect(asked()).toBe(0);
    });

    it("is asked for once of an edit, whatever is put on the message then", async () => {
      known({});
      says(3, { rev: 4, ...here });
      await vi.advanceTimersByTimeAsync(7000);
      for (const rev of [5, 6]) says(3, { rev, ...here, reactions: [] });
      await vi.advanceTimersByTimeAsync(7000);
      expect(asked()).toBe(1);
    });

    function away(missed: Message) {
      const sync: RoomSync = { head: missed.rev, messages: [missed], members: [], complete: true };
      inbox.handle({ type: "heartbeat", epoch: "e", heads: { [ROOM]: missed.rev } });
      inbox.takeSync(ROOM, 3, sync);
    }
  });
});

describe("what was said during an outage", () => {
  const missed = message(4, { files: [file()], pinned_at: "2026-11-20T10:00:00Z" });
  const sync = (more: object = {}) =>
    inbox.takeSync(ROOM, 3, { head: 4, messages: [missed], members: [], complete: true, ...more } as RoomSync);

  it.each([
    ["with every change", {}],
    ["with the newest page", { reset: true }],
  ])("is in the pins of its room, in a sync %s", (_, more) => {
    client.setQueryData(queryKeys.pins(ROOM), []);
    sync(more);
    expect(client.getQueryState(queryKeys.pins(ROOM))?.isInvalidated).toBe(true);
  });

  it("is not in the pins any more where it was released before the newest page", () => {
    client.setQueryData(queryKeys.pins(ROOM), [message(1)]);
    sync({ reset: true, messages: [] });
    expect(client.getQueryState(queryKeys.pins(ROOM))?.isInvalidated).toBe(true);
  });

  it("is among the files of its room", () => {
    client.setQueryData(queryKeys.files(ROOM, "all"), { pages: [{ files: [], next: null }], pageParams: [null] });
    sync();
    const pages = client.getQueryData<RoomFilePages>(queryKeys.files(ROOM, "all"))?.pages;
    expect(pages?.[0]?.files.map((each) => each.message)).toEqual([missed.id]);
  });

  it("may be found no more where it was deleted before the newest page", () => {
    const shown = {
      pages: [{ results: [{ message: message(1), room: ROOM }], files: [], rooms: [] }],
      pageParams: [null],
    };
    client.setQueryData(queryKeys.search("tea", "new"), shown);
    sync({ reset: true, messages: [] });
    expect(client.getQueryState(queryKeys.search("tea", "new"))?.isInvalidated).toBe(true);
    sync({ gone: true });
    expect(JSON.stringify(client.getQueryData(queryKeys.search("tea", "new")))).not.toContain("text 1");
  });

  it("is found no more where it was deleted", () => {
    const shown = { pages: [{ results: [{ message: message(3) }], files: [] }], pageParams: [null] };
    client.setQueryData(queryKeys.search("tea", "new"), shown);
    sync({ messages: [message(3, { rev: 4, text: "", deleted_at: "2026-11-20T10:00:00Z" })] });
    expect(JSON.stringify(client.getQueryData(queryKeys.search("tea", "new")))).not.toContain("text 3");
  });
});
