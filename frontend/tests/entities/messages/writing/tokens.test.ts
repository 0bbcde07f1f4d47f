import { describe, expect, it } from "vitest";
import { finishedNameAt, replaceFinishedNames, tokenAt } from "@/entities/messages/writing/tokens";

const at = (text: string) => tokenAt(text, text.length);

describe("a name is being typed", () => {
  it.each([
    ["@", "person", ""],
    ["hi @ken", "person", "ken"],
    ["（@ken", "person", "ken"],
    ["お茶です@ken", "person", "ken"],
    ["お茶です＠けん", "person", "けん"],
    ["#", "room", ""],
    ["see #kit", "room", "kit"],
    ["詳しくは＃だい", "room", "だい"],
    [":ta", "emoji", "ta"],
    ["yes :+1", "emoji", "+1"],
    ["（:tad", "emoji", "tad"],
    ["やった:tad", "emoji", "tad"],
    ["：くら", "emoji", "くら"],
    ["。：く", "emoji", "く"],
  ])("%s: %s %s", (text, kind, typed) => {
    expect(at(text)).toMatchObject({ kind, typed, from: text.length - typed.length - 1, to: text.length });
  });

  it.each([
    "mail@example",
    "@ken is",
    "@@ken",
    "x_@ken",
    "C#",
    "## ",
    "https://example.org/#part",
    "&#39",
    "10:30",
    "https:",
    "https://",
    "std::vec",
    ":D",
    "note:text",
    "場所：会議",
    "`:ta",
    "`a` `:ta",
    "```\n:ta",
    "```js\nlet a = '@ken",
    "`#room",
  ])("none in %s", (text) => {
    expect(at(text)).toBeNull();
  });

  it("after a code span and a closed fence as everywhere", () => {
    expect(at("`a` :ta")).toMatchObject({ typed: "ta" });
    expect(at("```\ncode\n```\n:ta")).toMatchObject({ typed: "ta" });
  });
});

describe("a name is finished", () => {
  it.each([
    [":tada:", "tada", 0],
    ["yes :tada:", "tada", 4],
    ["：クラッカー：", "クラッカー", 0],
    ["やった:tada:", "tada", 3],
  ])("%s", (text, typed, from) => {
    expect(finishedNameAt(text, text.length)).toEqual({ kind: "emoji", typed, from, to: text.length });
  });

  it.each(["10:30:", "`:tada:", "::", "a:b:"])("none in %s", (text) => {
    expect(finishedNameAt(text, text.length)).toBeNull();
  });

  it("all names of a text are replaced, except in code", () => {
    const emojiNamed = (name: string) => ({ tada: "🎉", tea: "🍵" })[name];
    const text = ":tada: and :tea::none: at 10:30: `:tea:`\n```\n:tea:\n```";
    expect(replaceFinishedNames(text, emojiNamed)).toBe("🎉 and 🍵:none: at 10:30: `:tea:`\n```\n:tea:\n```");
  });
});
