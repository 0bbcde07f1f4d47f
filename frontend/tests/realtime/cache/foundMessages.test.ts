import { expect, it } from "vitest";
import type { FoundMessage, SearchPage } from "@/lib/protocol/types";
import { putFound, type SearchPages, withoutRoom } from "@/realtime/cache/foundMessages";
import { message, ROOM } from "../../helpers/fakeRoom";
import { file } from "../../helpers/files";

const hit = (seq: number): FoundMessage => ({
  message: message(seq),
  room: ROOM,
  matches: [[0, 4]],
  before: null,
  after: null,
});
const page = (results: FoundMessage[], more: Partial<SearchPage> = {}): SearchPage => ({
  results,
  rooms: [],
  people: [],
  files: [],
  notes: [],
  next: null,
  ...more,
});
const shown: SearchPages = { pages: [page([hit(9), hit(8)]), page([hit(3)])], pageParams: [null, "/next"] };
const seqs = ({ pages }: SearchPages) => pages.map(({ results }) => results.map((each) => each.message.seq));

it("drops a message that was deleted", () => {
  const deleted = message(8, { rev: 20, text: "", deleted_at: "2026-11-20T10:00:00Z" });
  expect(seqs(putFound(shown, deleted))).toEqual([[9], [3]]);
});

it("marks nothing in a text that was edited", () => {
  const edited = putFound(shown, message(3, { rev: 20, text: "another" })).pages[1]?.results[0];
  expect(edited).toMatchObject({ matches: [], message: { text: "another" } });
  const pinned = putFound(shown, message(3, { rev: 20, pinned_at: "2026-11-20T10:00:00Z" })).pages[1]?.results[0];
  expect(pinned?.matches).toEqual([[0, 4]]);
});

it("changes nothing for other messages, and for what is older than the answer", () => {
  expect(putFound(shown, message(5))).toBe(shown);
  expect(putFound(shown, message(8, { rev: 8, text: "old news" }))).toBe(shown);
});

it("drops a file that was taken away", () => {
  const [kept, gone] = [file(), file()];
  const files = [kept, gone].map((each) => ({ file: each, room: ROOM, message: message(4).id, seq: 4 }));
  const put = putFound({ pages: [page([], { files })], pageParams: [null] }, message(4, { rev: 9, files: [kept] }));
  expect(put.pages[0]?.files.map((each) => each.file.id)).toEqual([kept.id]);
});

it("drops what is in a room that was left", () => {
  const files = [{ file: file(), room: ROOM, message: message(4).id, seq: 4 }];
  const elsewhere = { ...hit(5), room: ROOM + 1 };
  const found = { pages: [page([hit(9), elsewhere], { files })], pageParams: [null] };
  expect(withoutRoom(found, ROOM).pages).toEqual([page([elsewhere])]);
});
