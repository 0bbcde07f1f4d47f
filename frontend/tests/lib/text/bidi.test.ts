import { expect, it } from "vitest";
import { isolated } from "@/lib/text/bidi";

it.each([
  ["Hearth", "Hearth"],
  ["囲炉裏", "囲炉裏"],
  ["\u202eHearth", "Hearth"],
  ["a\u2069b\u2066c", "abc"],
  ["שלום", "\u2068שלום\u2069"],
  ["\u2069شاي", "\u2068شاي\u2069"],
])("keeps the direction of %j to itself", (text, expected) => {
  expect(isolated(text)).toBe(expected);
});
