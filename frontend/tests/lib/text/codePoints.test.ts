import { expect, it } from "vitest";
import { toUtf16 } from "@/lib/text/codePoints";

it("counts a character outside the first plane as two units", () => {
  const text = "𠮷野家で🔥会議";
  expect(toUtf16(text, [0, 1, 4, 5, 7])).toEqual([0, 2, 5, 7, 9]);
  const [start, end] = toUtf16(text, [5, 7]);
  expect(text.slice(start, end)).toBe("会議");
});

it("ends with the text", () => {
  expect(toUtf16("ab", [1, 9])).toEqual([1, 2]);
  expect(toUtf16("", [0, 3])).toEqual([0, 0]);
});
