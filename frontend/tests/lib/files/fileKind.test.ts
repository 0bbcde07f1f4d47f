import { expect, it } from "vitest";
import { isPlayed, isShown, kindOf } from "@/lib/files/fileKind";

it.each([
  ["image/png", 10, "picture"],
  ["image/svg+xml", null, "other"],
  ["video/mp4", null, "video"],
  ["audio/mpeg", null, "audio"],
  ["application/pdf", null, "other"],
] as const)("sorts %s", (type, width, kind) => {
  expect(kindOf({ type, width })).toBe(kind);
});

it.each(["application/pdf", "image/svg+xml", "text/html", "application/xhtml+xml", "image/heic"])(
  "never shows %s in the page",
  (type) => {
    expect(isShown({ type }) || isPlayed({ type })).toBe(false);
  },
);
