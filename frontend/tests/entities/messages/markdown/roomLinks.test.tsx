import { expect, it } from "vitest";
import { roomIndex, splitRooms } from "@/lib/text/roomNames";
import { leastCpuTimeOf } from "../../../helpers/cpuTime";
import { showText } from "../../../helpers/shownText";

const ROOMS = ["general", "Tea time", "Tea", "雑談", "お茶 の 部屋", "dev", "ガレージ"];

function links(text: string, rooms = ROOMS) {
  const { container } = showText(text, { rooms });
  return Array.from(container.querySelectorAll("a"), (each) => `${each.textContent} ${each.getAttribute("href")}`);
}

it.each([
  ["see #general", "#general /rooms/1"],
  ["(#General, #dev)", "#General /rooms/1", "#dev /rooms/6"],
  ["#Tea time or #tea", "#Tea time /rooms/2", "#tea /rooms/3"],
  ["#雑談で #お茶 の 部屋へ", "#雑談 /rooms/4", "#お茶 の 部屋 /rooms/5"],
  ["部屋は＃雑談", "＃雑談 /rooms/4"],
  ["#ｶﾞﾚｰｼﾞ", "#ｶﾞﾚｰｼﾞ /rooms/7"],
  ["**#general**です", "#general /rooms/1"],
  ["> #general", "#general /rooms/1"],
  ["#dev.", "#dev /rooms/6"],
])("links in %s the rooms that I know", (text, ...expected) => {
  expect(links(text)).toEqual(expected);
});

it.each([
  "#unknown",
  "#generally",
  "#dev-ops",
  "#dev_ops",
  "`#general`",
  "    #general",
  "\\#general",
  "&#general",
  "##general",
  "C#dev",
  "/#general",
])("leaves %s as it is", (text) => {
  expect(links(text)).toEqual([]);
});

it("makes one link of a link", () => {
  expect(links("[#general](https://example.org/) https://example.org/#general")).toEqual([
    "#general https://example.org/",
    "https://example.org/#general https://example.org/#general",
  ]);
});

it("links to no room where none is known", () => {
  expect(links("#general", [])).toEqual([]);
});

it("reads a long text of signs in a short time", () => {
  const index = roomIndex(Array.from({ length: 2000 }, (_, at) => ({ id: at, name: `ab ${at}` })));
  const taken = leastCpuTimeOf(() => {
    for (const piece of ["#", "#a", "#ab ", "#ab 1999 ", "#ｱﾞ"]) splitRooms(piece.repeat(10_000 / piece.length), index);
  });
  expect(taken).toBeLessThan(1000);
});
