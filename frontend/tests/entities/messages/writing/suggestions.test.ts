import { expect, it } from "vitest";
import { suggest, tokenAt } from "@/entities/messages/writing/suggestions";
import { user } from "../../../helpers/fakeRoom";

it.each([
  ["@", ""],
  ["hi @ken", "ken"],
  ["（@ken", "ken"],
  ["お茶です@ken", "ken"],
  ["@けん", "けん"],
])("a name is being typed in %s", (text, typed) => {
  expect(tokenAt(text, text.length)?.typed).toBe(typed);
});

it.each(["mail@example", "@ken is", "@@ken", "x_@ken"])("none in %s", (text) => {
  expect(tokenAt(text, text.length)).toBeNull();
});

it("knows where the name stands, whatever follows", () => {
  expect(tokenAt("to @ken tomorrow", 7)).toEqual({ from: 3, to: 7, typed: "ken" });
});

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
