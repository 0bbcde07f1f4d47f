import { afterEach, expect, it } from "vitest";
import { mayRestore } from "@/entities/messages/permissions";
import type { RoomState } from "@/entities/rooms/permissions";
import { keepClockDifference } from "@/lib/session/serverTime";
import { message, user } from "../../helpers/fakeRoom";

const HOUR = 3_600_000;
const AUTHOR = 7;
const MODERATOR = 3;

const inRoom = (role: RoomState["role"], change: Partial<RoomState> = {}): RoomState => ({
  role,
  kind: "public",
  archived_at: null,
  posting: "everybody",
  ...change,
});
const deleted = (hoursAgo: number, by: number | null = MODERATOR) =>
  message(1, {
    author: user(AUTHOR),
    deleted_at: new Date(Date.now() - hoursAgo * HOUR).toISOString(),
    deleted_by: by,
  });

afterEach(() => keepClockDifference(0));

it("is for those who may delete what others wrote, also in an archived room", () => {
  const archived = { archived_at: "2026-11-20T08:00:00Z" };
  expect(mayRestore(inRoom("owner"), deleted(1))).toBe(true);
  expect(mayRestore(inRoom("moderator"), deleted(1))).toBe(true);
  expect(mayRestore(inRoom("moderator", archived), deleted(1))).toBe(true);
  expect(mayRestore(inRoom("member"), deleted(1))).toBe(false);
  expect(mayRestore(inRoom(null), deleted(1))).toBe(false);
  expect(mayRestore(inRoom("member", { kind: "direct" }), deleted(1))).toBe(false);
});

it("is not for what is there, nor for what its author deleted", () => {
  expect(mayRestore(inRoom("owner"), message(1))).toBe(false);
  expect(mayRestore(inRoom("owner"), deleted(1, AUTHOR))).toBe(false);
});

it("ends after a day by the server's clock, not by this machine's", () => {
  expect(mayRestore(inRoom("owner"), deleted(23))).toBe(true);
  expect(mayRestore(inRoom("owner"), deleted(25))).toBe(false);
  keepClockDifference(-2 * HOUR);
  expect(mayRestore(inRoom("owner"), deleted(25))).toBe(true);
  keepClockDifference(2 * HOUR);
  expect(mayRestore(inRoom("owner"), deleted(23))).toBe(false);
});
