// @vitest-environment jsdom
import { expect, it } from "vitest";
import { byteSize } from "@/lib/i18n/byteSize";

it.each([
  [0, "en", "0 bytes"],
  [999, "en", "999 bytes"],
  [1_000, "en", "1 kB"],
  [12_345, "en", "12 kB"],
  [999_999, "en", "1 MB"],
  [2_449_000, "en", "2.4 MB"],
  [104_857_600, "en", "105 MB"],
  [3_200_000_000, "en", "3.2 GB"],
  [512, "ja", "512 バイト"],
  [2_449_000, "ja", "2.4 MB"],
])("says %i bytes in %s", (bytes, language, said) => {
  expect(byteSize(bytes, language)).toBe(said);
});
