import { expect, it } from "vitest";
import { isNews, tellsOfRoom } from "@/features/notifications/tellsOfRoom";
import type { NotificationPreferences, RoomSummary } from "@/lib/protocol/types";
import { message } from "../../helpers/fakeRoom";

const now = Date.parse(message(9).created_at) + 1000;
const room = { muted: false, notify: "all", last_read_seq: 8, archived_at: null } as const;
const ALL = { level: "all", muted_until: null, undisturbed_until: null, quiet: null } as const;
const EARLIER = "2026-11-20T09:00:00Z";
const LATER = "2026-11-20T10:00:00Z";
// 09:12 in UTC is 18:12 in Tokyo.
const EVENING = { start: "18:00", end: "19:00", days: [0, 1, 2, 3, 4, 5, 6] };

it.each<[string, boolean, Partial<RoomSummary>, Partial<NotificationPreferences>, object?]>([
  ["where all are wanted", true, {}, {}],
  ["in a muted room", false, { muted: true }, {}],
  ["in a room of mentions", false, { notify: "mentions" }, {}],
  ["in a room of nothing", false, { notify: "nothing" }, {}],
  ["on a site of mentions", false, {}, { level: "mentions" }],
  ["on a site of nothing", false, {}, { level: "nothing" }],
  ["while all rooms are muted", false, {}, { muted_until: LATER }],
  ["after all rooms were muted", true, {}, { muted_until: EARLIER }],
  ["while I want to be undisturbed", false, {}, { undisturbed_until: LATER }],
  ["after I wanted to be undisturbed", true, {}, { undisturbed_until: EARLIER }],
  ["in my quiet hours", false, {}, { quiet: EVENING }],
  ["outside of my quiet hours", true, {}, { quiet: { ...EVENING, start: "18:30" } }],
  ["in a thread", false, {}, {}, { thread: 1001 }],
])("tells of a message %s: %s", (_, tells, inRoom, wanted, said = {}) => {
  expect(tellsOfRoom(message(9, said), { ...room, ...inRoom }, { ...ALL, ...wanted }, "Asia/Tokyo", now)).toBe(tells);
});

it.each<[string, boolean, Partial<RoomSummary>, number]>([
  ["what has just come", true, {}, now],
  ["what was read on another device", false, { last_read_seq: 9 }, now],
  ["what was sent while nobody was connected", false, {}, now + 3_600_000],
  ["what is in an archive", false, { archived_at: EARLIER }, now],
])("news is %s: %s", (_, is, inRoom, at) => {
  expect(isNews(message(9), { ...room, ...inRoom }, at)).toBe(is);
});

it("news is a reply, whatever is read of its room", () => {
  expect(isNews(message(9, { thread: 1001 }), { ...room, last_read_seq: 9 }, now)).toBe(true);
});
