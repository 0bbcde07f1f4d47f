// @vitest-environment jsdom
import fc from "fast-check";
import { expect, it } from "vitest";
import { withoutMarks } from "@/lib/text/markdownMarks";
import { cpuTimeOf } from "../../helpers/cpuTime";
import { HOSTILE } from "../../helpers/hostileTexts";
import { shownText } from "../../helpers/shownText";

const inOneLine = (text: string) => text.replace(/\s+/g, " ").trim();
const shown = (text: string) => inOneLine(withoutMarks(text).shown);

it.each([
  ["`event.isComposing` is **not** _really_ ~~set~~", "event.isComposing is not really set"],
  ["**「重要」**です", "「重要」です"],
  ["**a *b* c** and ***d***", "a b c and d"],
  ["[the *docs*](https://example.org/a_b_c)", "the docs"],
  ["`a*b*c` and ``x`y``", "a*b*c and x`y"],
  ["\\*not\\* emphasis", "*not* emphasis"],
  ["# Title", "Title"],
  ["> quoted", "quoted"],
  ["- one\n- two", "one two"],
])("hides the marks of %j", (text, words) => {
  expect(shown(text)).toBe(words);
  expect(inOneLine(shownText(text))).toBe(words);
});

it.each([
  "+1",
  "-5 degrees",
  "#hearth",
  "snake_case and __init__ and _snake_case_",
  "2 * 3 * 4",
  "5*(3)*2",
  "~a~",
  "a * b and `",
  "[a](javascript:x)",
  "https://example.org/a_b_c/*x",
  "`",
  "2. two",
])("hides nothing of %j", (text) => {
  expect(shown(text)).toBe(text);
  expect(inOneLine(shownText(text))).toBe(text);
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
