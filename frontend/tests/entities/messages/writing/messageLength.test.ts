import { describe, expect, it } from "vitest";
import { leftIn, lengthOf } from "@/entities/messages/writing/messageLength";

describe("length", () => {
  it("counts characters as the server does", () => {
    expect(lengthOf("🔥".repeat(9_600))).toBe(9_600);
  });

  it("is worth a word only near the end", () => {
    expect(leftIn("a".repeat(9_000))).toBeNull();
    expect(leftIn("a".repeat(9_990))).toBe(10);
    expect(leftIn("🔥".repeat(10_001))).toBe(-1);
  });
});
