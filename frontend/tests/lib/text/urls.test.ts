// @vitest-environment jsdom
import { expect, it } from "vitest";
import { urlsIn } from "@/lib/text/urls";
import { leastCpuTimeOf } from "../../helpers/cpuTime";

const hrefs = (text: string) => urlsIn(text).map(({ href }) => href);
const written = (text: string) => urlsIn(text).map(({ start, end }) => text.slice(start, end));

it.each([
  ["https://example.org/foo。次の文", "https://example.org/foo"],
  ["「https://example.org/x」", "https://example.org/x"],
  ["『https://example.org/x』、と（https://example.org/y）", "https://example.org/x", "https://example.org/y"],
  ["“https://example.org”", "https://example.org"],
  ["‘https://example.org/a’", "https://example.org/a"],
  ['"https://example.org"です', "https://example.org"],
  ["**https://example.org/**です", "https://example.org/"],
  ["~~https://example.org/~~です", "https://example.org/"],
  ["*https://example.org/*", "https://example.org/"],
  ["https://example.org/a、https://example.org/b", "https://example.org/a", "https://example.org/b"],
  ["見てhttps://example.org/a？", "https://example.org/a"],
  ["https://example.orgを見て", "https://example.org"],
  ["https://example.co.jpへ", "https://example.co.jp"],
  ["(see https://example.org/a)です", "https://example.org/a"],
  ["https://en.wikipedia.org/wiki/Hearth_(disambiguation)", "https://en.wikipedia.org/wiki/Hearth_(disambiguation)"],
  ["https://ja.wikipedia.org/wiki/囲炉裏", "https://ja.wikipedia.org/wiki/囲炉裏"],
  ["https://ja.wikipedia.org/wiki/レオナルド・ダ・ヴィンチ", "https://ja.wikipedia.org/wiki/レオナルド・ダ・ヴィンチ"],
  ["https://日本語.jp/x", "https://日本語.jp/x"],
  ["https://example.org/~hana/a*b", "https://example.org/~hana/a*b"],
  ["https://example.org/?a=1&b[]=2, and", "https://example.org/?a=1&b[]=2"],
  ["https://example.org/a.", "https://example.org/a"],
  ["https://example.org/a…", "https://example.org/a"],
  ["https://example.org/<id>/x", "https://example.org/"],
  ["http://localhost:8000/x", "http://localhost:8000/x"],
  ["[a](https://example.org/b)", "https://example.org/b"],
])("finds what is a URL in %s", (text, ...urls) => {
  expect(hrefs(text)).toEqual(urls);
  expect(written(text)).toEqual(urls);
});

it("writes the scheme in small letters", () => {
  expect(hrefs("HTTPS://EXAMPLE.org/A")).toEqual(["https://EXAMPLE.org/A"]);
});

it("adds the scheme to www", () => {
  expect(hrefs("www.example.org/a。")).toEqual(["http://www.example.org/a"]);
  expect(written("www.example.org/a。")).toEqual(["www.example.org/a"]);
});

it.each([
  "https://",
  "https:///x",
  "://",
  "www.",
  "http://。",
  "awww.example.org",
  "xhttp://example.org",
  "https://[",
  "ssh://git@example.org/x",
])("opens nothing for %s", (text) => {
  expect(hrefs(text).filter(Boolean)).toEqual([]);
});

it.each([
  ["https://"],
  ["www."],
  ["https://a("],
  ["https://a/."],
  ["https://あ"],
  ["a://"],
  ["https://a.aa"],
  ["://"],
  [".aa"],
])("reads a long text of %s in linear time", (piece) => {
  const timeOf = (size: number) => {
    const text = `https://a${piece.repeat(size / piece.length)}`;
    return leastCpuTimeOf(() => urlsIn(text));
  };
  // Eight times as long takes eight times, and would take 64 times where each sign read all others.
  expect(timeOf(160_000)).toBeLessThan(24 * timeOf(20_000));
});
