import { expect, it } from "vitest";
import { suggest, suggestRooms } from "@/entities/messages/writing/suggestions";
import type { RoomSummary } from "@/lib/protocol/types";
import { user } from "../../../helpers/fakeRoom";

const people = [
  { ...user(1), username: "kenji", display_name: "佐藤 けんじ" },
  { ...user(2), username: "mai", display_name: "Mai Kent" },
];
const inserts = (typed: string, all = true) => suggest(typed, people, all).map(({ insert }) => insert);

it("finds people by either name, in either kana", () => {
  expect(inserts("ken")).toEqual(["@kenji ", "@mai "]);
  expect(inserts("ケンジ")).toEqual(["@kenji "]);
});

it("offers everybody only to people who may mention everybody", () => {
  expect(inserts("he")).toEqual(["@here "]);
  expect(inserts("he", false)).toEqual([]);
  expect(inserts("")).toEqual(["@kenji ", "@mai ", "@here "]);
});

const rooms = [
  { id: 1, kind: "public", name: "台所", archived_at: null },
  { id: 2, kind: "private", name: "Kitchen talk", archived_at: null },
  { id: 3, kind: "direct", name: "Kitty", archived_at: null },
  { id: 4, kind: "public", name: "Old kitchen", archived_at: "2026-01-01T00:00:00Z" },
] as RoomSummary[];

it("offers rooms that have a name of their own and are in use", () => {
  expect(suggestRooms("", rooms).map(({ insert }) => insert)).toEqual(["#台所 ", "#Kitchen talk "]);
  expect(suggestRooms("kit", rooms).map(({ insert }) => insert)).toEqual(["#Kitchen talk "]);
});
