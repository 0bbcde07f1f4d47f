import { expect, it } from "vitest";
import { groupRooms } from "@/entities/rooms/sortRooms";
import type { RoomSummary } from "@/lib/protocol/types";

const room = (id: number, name: string, more: Partial<RoomSummary> = {}) =>
  ({ id, name, kind: "public", created_at: "2026-11-01T08:00:00Z", archived_at: null, ...more }) as RoomSummary;
const SECTIONS = [
  { id: 7, name: "Work" },
  { id: 3, name: "Home" },
];
const names = (rooms: RoomSummary[]) =>
  groupRooms(rooms, SECTIONS, "en").groups.map(({ key, rooms }) => [key, ...rooms.map(({ name }) => name)]);

it("orders rooms by name, whoever spoke last, and direct rooms by who spoke last", () => {
  const rooms = [
    room(1, "Room 10", { last_message_at: "2026-11-20T09:00:00Z" }),
    room(2, "room 2"),
    room(3, "Äpfel"),
    room(4, "Kenji", { kind: "direct", last_message_at: "2026-11-20T09:00:00Z" }),
    room(5, "Aoi", { kind: "direct", last_message_at: "2026-11-19T09:00:00Z" }),
    room(6, "Zoe", { kind: "direct", last_message_at: "2026-11-21T09:00:00Z" }),
  ];
  expect(names(rooms)).toEqual([
    ["favourites"],
    ["7"],
    ["3"],
    ["rooms", "Äpfel", "room 2", "Room 10"],
    ["direct", "Zoe", "Kenji", "Aoi"],
  ]);
});

it("orders all rooms by who spoke last where it is asked to", () => {
  const rooms = [
    room(1, "a", { last_message_at: "2026-11-19T09:00:00Z" }),
    room(2, "b", { created_at: "2026-11-20T08:00:00Z" }),
    room(3, "c", { last_message_at: "2026-11-21T09:00:00Z" }),
    room(4, "d", { favourite: true }),
    room(5, "e", { favourite: true, last_message_at: "2026-11-21T09:00:00Z" }),
  ];
  const { groups } = groupRooms(rooms, [], "en", "activity");
  expect(groups.map(({ rooms }) => rooms.map(({ name }) => name).join(""))).toEqual(["ed", "cba", ""]);
});

it("lists each room once: a favourite before its section, and nothing in a section that is gone", () => {
  const rooms = [
    room(1, "a", { favourite: true, section: 7 }),
    room(2, "b", { section: 3 }),
    room(3, "c", { section: 99 }),
    room(4, "d", { kind: "direct", section: 7 }),
    room(5, "e", { section: 7, archived_at: "2026-11-02T08:00:00Z" }),
  ];
  expect(names(rooms)).toEqual([["favourites", "a"], ["7", "d"], ["3", "b"], ["rooms", "c"], ["direct"]]);
  expect(groupRooms(rooms, SECTIONS, "en").archived.map(({ name }) => name)).toEqual(["e"]);
});
