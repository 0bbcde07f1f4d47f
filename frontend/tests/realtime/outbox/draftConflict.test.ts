import { expect, it } from "vitest";
import { isSame, mergeDrafts } from "@/realtime/outbox/draftConflict";

const conflict = { mine: "mine", tried: [], theirs: "theirs", isKnown: true, isTyping: false };

it.each([
  ["the same text", { theirs: "mine" }, { text: "mine", told: true }],
  ["what this device sent without an answer", { tried: ["theirs"] }, { text: "mine", told: false }],
  ["nothing, as another device sent the draft", { theirs: "" }, { text: "mine", told: false, parked: true }],
  ["nothing, and the person types on", { theirs: "", isTyping: true }, { text: "mine", told: false }],
  ["nothing, and this device knew nothing either", { theirs: "", isKnown: false }, { text: "mine", told: false }],
  ["the beginning of this text", { theirs: "mi" }, { text: "mine", told: false }],
  ["this text and more", { theirs: "mine and more" }, { text: "mine and more", told: true }],
  ["a text, where this one was cleared", { mine: "" }, { text: "theirs", told: true }],
  ["another text", {}, { text: "theirs\n\nmine", told: false }],
  ["another text, and the person types on", { isTyping: true }, "wait"],
  ["another text, where this one was just cleared", { mine: "", isTyping: true }, "wait"],
] as const)("the server keeps %s", (_, change, outcome) => {
  expect(mergeDrafts({ ...conflict, ...change })).toEqual(outcome);
});

it("texts are the same that the server stores alike", () => {
  expect(isSame("a\0b\ud800", "ab?")).toBe(true);
  expect(isSame(" \n\u200b", "")).toBe(true);
  expect(isSame("a ", "a")).toBe(false);
});
