import { expect, it } from "vitest";

const SOURCES = import.meta.glob<string>("/src/**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });
const HOME = "/src/realtime/cache/queryKeys.ts";
/** A key written as an array: in an option, or as the first argument of a method of the cache. */
const TYPED = /(?:query|mutation)Key: \[|(?:Query|Queries)(?:Data|State)?(?:<[^(]*>)?\(\s*\[/;

it("is the only file that spells a key", () => {
  expect(Object.keys(SOURCES)).toContain(HOME);
  expect(Object.keys(SOURCES).filter((file) => file !== HOME && TYPED.test(SOURCES[file] ?? ""))).toEqual([]);
});
