import { expect, it } from "vitest";
import { findPeople, findRooms } from "@/entities/rooms/picker/results";
import type { RoomSummary } from "@/lib/protocol/types";
import { hanako, kenji } from "../../../helpers/browser";

const room = (id: number, name: string, archived_at: string | null = null) =>
  ({ id, name, archived_at }) as RoomSummary;
const rooms = [room(1, "Hearth"), room(2, "Heart"), room(3, "Heat, old", "2026-11-20T08:00:00Z"), room(4, "Garden")];
const names = (rooms: RoomSummary[]) => rooms.map(({ name }) => name);

it("before anything is typed: the rooms visited last, without the one I am in", () => {
  expect(names(findRooms("", { rooms, recent: [4, 2, 1], here: 4 }))).toEqual(["Heart", "Hearth", "Heat, old"]);
});

it("a visit decides between names that fit alike, and archived rooms come last", () => {
  expect(names(findRooms("hea", { rooms, recent: [2], here: null }))).toEqual(["Heart", "Hearth", "Heat, old"]);
  expect(names(findRooms("hea", { rooms, recent: [1], here: null }))).toEqual(["Hearth", "Heart", "Heat, old"]);
  expect(names(findRooms("heart", { rooms, recent: [1], here: null }))[0]).toBe("Heart");
});

it("finds everybody but me", () => {
  expect(findPeople([hanako, kenji], hanako.id)).toEqual([kenji]);
});
