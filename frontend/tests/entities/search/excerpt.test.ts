import fc from "fast-check";
import { expect, it } from "vitest";
import { excerptOf } from "@/entities/search/excerpt";
import { withoutMarks } from "@/lib/text/markdownMarks";

/** Half of a character outside the first plane. */
const HALF = /\p{Cs}/u;

const shown = (text: string, ...matches: [number, number][]) =>
  excerptOf(text, matches)
    .map((each) => (each.isMatch ? `[${each.text}]` : each.text))
    .join("");

it("marks what the server found, by code points", () => {
  expect(shown("🔥明日の会議室", [4, 6])).toBe("🔥明日の[会議]室");
  expect(shown("tea, then tea", [0, 3], [10, 13])).toBe("[tea], then [tea]");
});

it("has no marks of the Markdown that the room draws", () => {
  expect(shown("定番ですね。`event.isComposing` は見てますよね", [7, 12])).toBe(
    "定番ですね。[event].isComposing は見てますよね",
  );
  expect(shown("**tea** and `tea`", [2, 5], [13, 16])).toBe("[tea] and [tea]");
  expect(shown("**tea**", [0, 7])).toBe("[tea]");
});

it("shows the target of a link where nothing else was found", () => {
  expect(shown("[here](https://example.org/tea)", [27, 30])).toBe("[here](https://example.org/[tea])");
  expect(shown("[tea](https://example.org/tea)", [1, 4], [26, 29])).toBe("[tea]");
});

it("begins at the text where nothing is marked, as for a filter alone", () => {
  expect(shown("no words were asked")).toBe("no words were asked");
  expect(shown("")).toBe("");
});

it("shows what stands around the first match of a long text", () => {
  const text = `${"word ".repeat(100)}needle${" word".repeat(100)}`;
  const excerpt = shown(text, [500, 506]);
  expect(excerpt).toMatch(/^… word .*\[needle] word .* …$/);
  expect(excerpt.length).toBeLessThan(270);
});

it("shows a match that is longer than an excerpt, in part", () => {
  expect(shown("あ".repeat(2000), [0, 2000]).length).toBeLessThan(500);
});

it("divides no character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 400 }), fc.nat(), fc.nat(), (text, a, b) => {
      const length = Array.from(text).length;
      const [start, end] = [a % length, b % (length + 1)].toSorted((one, other) => one - other) as [number, number];
      const segments = excerptOf(text, start < end ? [[start, end]] : []);
      // What is a mark is tested by itself.
      fc.pre(withoutMarks(text).shown === text);
      const plain = segments.map((each) => each.text).filter((each) => each !== "… " && each !== " …");
      expect(text).toContain(plain.join(""));
      expect(HALF.test(plain.join(""))).toBe(HALF.test(text));
    }),
  );
});
