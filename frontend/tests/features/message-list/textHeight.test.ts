import { expect, it } from "vitest";
import { LINE_HEIGHT, textHeight } from "@/features/message-list/textHeight";

it.each([
  ["", 1],
  ["Yes.", 1],
  ["one\ntwo\n\nfour", 4],
  ["a".repeat(100), 3],
  ["会".repeat(100), 6],
])("expects for %j as many lines as a column of 280 px breaks it into", (text, lines) => {
  expect(textHeight(text, 280)).toBe(lines * LINE_HEIGHT);
});

it("expects no more of a text that is folded than what is shown of it", () => {
  expect(textHeight("会議\n".repeat(3000), 280)).toBeLessThan(500);
});
