import { describe, expect, it } from "vitest";
import { isSendKey } from "@/lib/browser/enterKey";

const enter = {
  key: "Enter",
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  keyCode: 13,
  isComposing: false,
  timeStamp: 1000,
};
const never = { endedAt: Number.NEGATIVE_INFINITY };

describe("Enter", () => {
  it("isSendKey, and with Shift breaks the line", () => {
    expect(isSendKey(enter, never, "send")).toBe(true);
    expect(isSendKey({ ...enter, shiftKey: true }, never, "send")).toBe(false);
    expect(isSendKey({ ...enter, key: "a" }, never, "send")).toBe(false);
  });

  it.each([
    ["Chrome and Firefox, inside the composition", { ...enter, isComposing: true }, never],
    ["an input method that only says 229", { ...enter, keyCode: 229 }, never],
    ["Safari, right after the composition ended", enter, { endedAt: 999 }],
  ])("does not send when it ends a conversion: %s", (_, event, composition) => {
    expect(isSendKey(event, composition, "send")).toBe(false);
  });

  it("begins a line where the person wants that, or has an on-screen keyboard; with Ctrl or ⌘ it sends", () => {
    expect(isSendKey(enter, never, "newLine")).toBe(false);
    expect(isSendKey({ ...enter, ctrlKey: true }, never, "newLine")).toBe(true);
    expect(isSendKey({ ...enter, metaKey: true }, never, "newLine")).toBe(true);
    expect(isSendKey({ ...enter, ctrlKey: true, isComposing: true }, never, "newLine")).toBe(false);
  });

  it("isSendKey once the conversion is over", () => {
    expect(isSendKey({ ...enter, timeStamp: 1200 }, { endedAt: 999 }, "send")).toBe(true);
  });
});
