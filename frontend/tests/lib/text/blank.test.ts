import { expect, it } from "vitest";
import { isBlank } from "@/lib/text/blank";
import cases from "../../../../tests/text_cases/blanks.json";

it.each(cases.blank.map((text) => [JSON.stringify(text), text]))("sees nothing in %s", (_, text = "") => {
  expect(isBlank(text)).toBe(true);
});

it.each(cases.seen.map((text) => [JSON.stringify(text), text]))("sees something in %s", (_, text = "") => {
  expect(isBlank(text)).toBe(false);
});
