import { expect, it } from "vitest";
import { shouldNotify } from "@/features/notifications/shouldNotify";
import type { RoomSummary } from "@/lib/protocol/types";
import { ME, message } from "../../helpers/fakeRoom";

const now = Date.parse(message(9).created_at) + 1000;
const room = { muted: false, notify: "all", last_read_seq: 8, archived_at: null } as const;
const call = { mentions: [ME] };
const everybody = { mentions_here: true };

it.each<[string, Partial<RoomSummary>, object, boolean]>([
  ["any message, where all are wanted", {}, {}, true],
  ["a muted room", { muted: true }, call, false],
  ["a call, where only calls are wanted", { notify: "mentions" }, call, true],
  ["a call to everybody", { notify: "mentions" }, everybody, true],
  ["small talk, where only calls are wanted", { notify: "mentions" }, {}, false],
  ["a call, where nothing is wanted", { notify: "nothing" }, call, false],
  ["what was read on another device", { last_read_seq: 9 }, call, false],
])("%s", (_, change, said, worth) => {
  expect(shouldNotify(message(9, said), { ...room, ...change }, ME, now)).toBe(worth);
});

it("an old message notifies nobody", () => {
  expect(shouldNotify(message(9), room, ME, now + 3_600_000)).toBe(false);
});
