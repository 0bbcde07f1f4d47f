import { expect, it } from "vitest";
import type { Message } from "@/lib/protocol/types";
import { filesOf, putFiles, type RoomFilePages } from "@/realtime/cache/roomFiles";
import { message } from "../../helpers/fakeRoom";
import { file, picture } from "../../helpers/files";

const sent = (seq: number, ...names: string[]) =>
  message(seq, { files: names.map((name) => picture({ id: name, name })) });
const pagesOf = (next: string | null, ...pages: Message[][]): RoomFilePages => ({
  pages: pages.map((each, index) => ({
    files: each.flatMap(filesOf),
    next: index < pages.length - 1 ? "/more" : next,
  })),
  pageParams: pages.map(() => null),
});
const namesOf = ({ pages }: RoomFilePages) => pages.map(({ files }) => files.map((each) => each.file.name));

it("puts the files of a new message first, the last one of them before the others", () => {
  const shown = pagesOf(null, [sent(5, "e")]);
  expect(namesOf(putFiles(shown, sent(6, "f", "g"), undefined))).toEqual([["g", "f", "e"]]);
});

it("begins an empty list", () => {
  expect(namesOf(putFiles(pagesOf(null, []), sent(1, "a"), "picture"))).toEqual([["a"]]);
});

it("takes away what a deleted message had, and what an edit took", () => {
  const shown = pagesOf(null, [sent(5, "e", "f"), sent(4, "d")], [sent(3, "c")]);
  expect(namesOf(putFiles(shown, message(5, { deleted_at: "2026-11-20T10:00:00Z" }), undefined))).toEqual([
    ["d"],
    ["c"],
  ]);
  expect(namesOf(putFiles(shown, sent(5, "f"), undefined))).toEqual([["f", "d"], ["c"]]);
});

it("puts a message that was missed into its place", () => {
  const shown = pagesOf(null, [sent(9, "i")], [sent(3, "c")]);
  expect(namesOf(putFiles(shown, sent(5, "e"), undefined)).flat()).toEqual(["i", "e", "c"]);
});

it("leaves a message to its page where that is not loaded", () => {
  const shown = pagesOf("/more", [sent(9, "i")]);
  expect(putFiles(shown, sent(2, "b"), undefined)).toEqual(shown);
});

it("is the same object where nothing changed", () => {
  const shown = pagesOf(null, [sent(5, "e", "f")]);
  expect(putFiles(shown, { ...sent(5, "e", "f"), rev: 77 }, undefined)).toBe(shown);
  expect(putFiles(shown, message(6), undefined)).toBe(shown);
  expect(putFiles(shown, { ...message(6), files: undefined }, undefined)).toBe(shown);
});

it("shows a list of one kind no other", () => {
  const shown = pagesOf(null, []);
  expect(putFiles(shown, message(6, { files: [file()] }), "picture")).toBe(shown);
  expect(namesOf(putFiles(shown, message(6, { files: [file()] }), "other"))).toEqual([["report.pdf"]]);
});
