// @vitest-environment jsdom
import fc from "fast-check";
import { expect, it } from "vitest";
import { withoutMarks } from "@/lib/text/markdownMarks";
import cases from "../../../../tests/text_cases/plain_texts.json";
import { cpuTimeOf } from "../../helpers/cpuTime";
import { HOSTILE } from "../../helpers/hostileTexts";
import { shownText } from "../../helpers/shownText";

const inOneLine = (text: string) => text.replace(/\s+/g, " ").trim();
const shown = (text: string) => inOneLine(withoutMarks(text).shown);

it.each(cases.cases)("shows $plain of $text, as the room does", ({ text, plain }) => {
  expect(shown(text)).toBe(plain);
  // The cells of a table have no space between them, but lines.
  expect(shownText(text).replace(/\s/g, "")).toBe(plain.replace(/\s/g, ""));
});

it("leaves code as it is", () => {
  expect(shown("```ts\nconst a = `b` * *c*;\n# no title\n```\n**bold**")).toBe(
    "ts const a = `b` * *c*; # no title bold",
  );
});

it("knows where a place is without the marks", () => {
  const { placeOf } = withoutMarks("**tea** and `tea`");
  expect([0, 2, 5, 7, 13, 16].map(placeOf)).toEqual([0, 0, 3, 3, 8, 11]);
});

it("hides no letter and no digit, except in the targets of links", () => {
  const piece = fc.constantFrom(..."aあ1*_~`#>-+|[]()!:/\n .\\", "**", "```\n", "---\n", "- ", "> ", "https://a.b/");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join("");
      const lettersOf = (each: string) => each.replace(/\]\([^)\n]*\)/g, "").match(/[\p{L}\p{N}]/gu) ?? [];
      expect(lettersOf(withoutMarks(text).shown)).toEqual(lettersOf(text));
    }),
    { numRuns: 2000 },
  );
});

it.each(HOSTILE)("is quick with %s", (_, text) => {
  expect(cpuTimeOf(() => withoutMarks(text))).toBeLessThan(200);
});
