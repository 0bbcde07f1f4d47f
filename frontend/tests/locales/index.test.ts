import { describe, expect, it } from "vitest";
import en from "@/locales/en";
import ja from "@/locales/ja";
import protocol from "../../../docs/protocol.md?raw";

const texts = (tree: object, path = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[path + key, value]] : texts(value, `${path}${key}.`),
  );

const isPlural = (key: string) => /_(one|other)$/.test(key);
const singular = (key: string) => key.replace(/_(one|other)$/, "");
const keysOf = (tree: object) => [...new Set(texts(tree).map(([key]) => singular(key)))].sort();
const placeholdersOf = (text: string) => [...new Set(text.match(/{{\w+(, \w+)?}}/g))].sort();

it("both languages say the same things", () => {
  expect(keysOf(ja)).toEqual(keysOf(en));
});

it.each([
  ["en", en, ["one", "other"]],
  ["ja", ja, ["other"]],
] as const)("%s has the plural forms of its grammar, and no empty text", (_, locale, forms) => {
  const all = Object.fromEntries(texts(locale));
  for (const [key, text] of texts(locale)) expect(text.trim(), key).not.toBe("");
  for (const key of Object.keys(all).filter(isPlural)) {
    const found = Object.keys(all).filter((other) => isPlural(other) && singular(other) === singular(key));
    expect(found.map((other) => other.split("_").at(-1)).sort(), key).toEqual([...forms]);
  }
});

it("no translation loses what is filled in", () => {
  const english = Object.fromEntries(texts(en));
  for (const [key, text] of texts(ja)) {
    const original = english[key] ?? "";
    expect(placeholdersOf(text), key).toEqual(placeholdersOf(original));
  }
});

it.each([
  ["a question without its mark", /(です|ます|ません)か(?!？)/],
  // A colon after a letter may end the name of an emoji.
  ["a narrow colon", /(?<![a-z]): /],
  ["another word for two-step sign-in", /二段階|２段階/],
  ["another word for signing in", /ログイン|ログアウト/],
  ["half of the name of direct messages", /ダイレクト(?!メッセージ)/],
])("Japanese has no %s", (_, pattern) => {
  expect(texts(ja).filter(([, text]) => pattern.test(text))).toEqual([]);
});

describe.each([
  ["en", en],
  ["ja", ja],
])("%s explains every error of the protocol", (_, { errors }) => {
  const table = protocol.split("| code | HTTP | when |")[1]?.split("\n\n")[0] ?? "";
  const codes = table
    .split("\n")
    .flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, code]) => code));
  const fields = protocol.match(/Codes inside `fields`:([\s\S]*?)\n\n/)?.[1] ?? "";
  const fieldCodes = [...fields.matchAll(/`(\w+)`/g)].map(([, code]) => code);

  it("finds the codes", () => {
    expect(codes.length).toBeGreaterThan(20);
    expect(fieldCodes.length).toBeGreaterThan(10);
  });

  it.each(codes)("%s", (code) => expect(errors.code).toHaveProperty(String(code)));
  it.each(fieldCodes)("field: %s", (code) => expect(errors.field).toHaveProperty(String(code)));
});
