import { describe, expect, it } from "vitest";

const files = import.meta.glob<string>("../src/**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });
const sources = Object.entries(files).map(([path, text]) => ({
  name: path.replace("../src/", ""),
  text: withoutComments(text),
}));

function withoutComments(text: string) {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}

const usersOf = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name);

describe("what loads late fails alone, because", () => {
  it("every import() is one of a lazy module", () => {
    const load = /(?<!typeof )\bimport\(/;
    const lazyLoad =
      /\b(lazy|ahead)Module\(\s*(\(\) => (?:withTexts\()?|async \(\) => \(await Promise\.all\(\[)\s*import\(/g;
    expect(usersOf(load).length).toBeGreaterThan(5);
    const others = sources.filter(({ text }) => load.test(text.replace(lazyLoad, "")));
    expect(others.map(({ name }) => name)).toEqual([]);
  });

  it("nothing uses React's lazy, whose failure takes the page with it", () => {
    expect(usersOf(/\blazy\b[^/"]*from "react"|\blazy\(|React\.lazy/)).toEqual([]);
  });
});

it("storage that throws or is full harms nobody, because one file alone touches it", () => {
  expect(usersOf(/\b(local|session)Storage\b/)).toEqual(["lib/browser/storage.ts"]);
  expect(usersOf(/\bindexedDB\b|\bopenDB\b/)).toEqual([
    "realtime/outbox/outboxStorage.ts",
    "realtime/uploads/attachmentStorage.ts",
  ]);
  expect(usersOf(/new BroadcastChannel\b/)).toEqual(["lib/browser/channel.ts"]);
  expect(usersOf(/navigator\.locks\b/)).toEqual(["lib/browser/locks.ts"]);
});
