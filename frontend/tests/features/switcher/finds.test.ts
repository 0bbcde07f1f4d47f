import { expect, it } from "vitest";
import { neighbour } from "@/features/rooms/useRoomKeys";
import { findPeople, findRooms } from "@/features/switcher/finds";
import type { RoomSummary } from "@/lib/wire";
import { hanako, kenji } from "../../browser";

const room = (id: number, name: string, archived_at: string | null = null) =>
  ({ id, name, archived_at }) as RoomSummary;
const rooms = [room(1, "Hearth"), room(2, "Heart"), room(3, "Heat, old", "2026-11-20T08:00:00Z"), room(4, "Garden")];
const names = (finds: { name: string }[]) => finds.map(({ name }) => name);

it("before anything is typed: the rooms visited last, without the one I am in", () => {
  expect(names(findRooms("", { rooms, recent: [4, 2, 1], here: 4 }))).toEqual(["Heart", "Hearth", "Heat, old"]);
});

it("a visit decides between names that fit alike, and archived rooms come last", () => {
  expect(names(findRooms("hea", { rooms, recent: [2], here: null }))).toEqual(["Heart", "Hearth", "Heat, old"]);
  expect(names(findRooms("hea", { rooms, recent: [1], here: null }))).toEqual(["Hearth", "Heart", "Heat, old"]);
  expect(names(findRooms("heart", { rooms, recent: [1], here: null }))[0]).toBe("Heart");
});

it("finds everybody but me", () => {
  expect(names(findPeople([hanako, kenji], hanako.id))).toEqual(["Kenji"]);
});

const list = [{ id: 1 }, { id: 2 }, { id: 3 }];
const isAny = () => true;

it.each([
  [2, 1, 3],
  [2, -1, 1],
  [3, 1, 1],
  [1, -1, 3],
  [9, 1, 1],
  [9, -1, 3],
] as const)("from room %i by %i to %i", (here, step, there) => {
  expect(neighbour(list, here, step, isAny)?.id).toBe(there);
});

it("passes over rooms that do not fit, and stays where none does", () => {
  expect(neighbour(list, 1, 1, ({ id }) => id === 3)?.id).toBe(3);
  expect(neighbour(list, 1, 1, ({ id }) => id === 1)).toBeUndefined();
});
