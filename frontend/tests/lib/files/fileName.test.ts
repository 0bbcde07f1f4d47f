import { expect, it } from "vitest";
import { splitName } from "@/lib/files/fileName";

it.each([
  ["quarterly-report-final.pdf", "quarterly-report-f", "inal.pdf"],
  ["a.pdf", "", "a.pdf"],
  ["no extension at all", "no extension at", " all"],
  ["archive.tar.gz", "archive", ".tar.gz"],
  ["写真、囲炉裏の夜.jpg", "写真、囲", "炉裏の夜.jpg"],
  ["family 👩‍👩‍👧‍👦👩‍👩‍👧‍👦.png", "famil", "y 👩‍👩‍👧‍👦👩‍👩‍👧‍👦.png"],
])("cuts %s before its end", (name, start, end) => {
  expect(splitName(name)).toEqual([start, end]);
});

it("shows no extension that marks of direction make up", () => {
  expect(splitName("photo\u202Egpj.exe").join("")).toBe("photogpj.exe");
});

it("loses no character of a name", () => {
  for (const name of ["", ".", ".env", "x.", "a.b.c.d", "ｒｅｐｏｒｔ．ｐｄｆ"])
    expect(splitName(name).join("")).toBe(name);
});
