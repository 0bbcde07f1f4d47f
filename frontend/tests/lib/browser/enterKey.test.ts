import { describe, expect, it } from "vitest";
import { sends } from "@/lib/browser/enterKey";

const enter = { key: "Enter", shiftKey: false, keyCode: 13, isComposing: false, timeStamp: 1000 };
const never = { endedAt: Number.NEGATIVE_INFINITY };

describe("Enter", () => {
  it("sends, and with Shift breaks the line", () => {
    expect(sends(enter, never)).toBe(true);
    expect(sends({ ...enter, shiftKey: true }, never)).toBe(false);
    expect(sends({ ...enter, key: "a" }, never)).toBe(false);
  });

  it.each([
    ["Chrome and Firefox, inside the composition", { ...enter, isComposing: true }, never],
    ["an input method that only says 229", { ...enter, keyCode: 229 }, never],
    ["Safari, right after the composition ended", enter, { endedAt: 999 }],
  ])("does not send when it ends a conversion: %s", (_, event, composition) => {
    expect(sends(event, composition)).toBe(false);
  });

  it("sends once the conversion is over", () => {
    expect(sends({ ...enter, timeStamp: 1200 }, { endedAt: 999 })).toBe(true);
  });
});
