import { expect, it } from "vitest";
import { shownText, showText } from "../../../helpers/shownText";

it.each([
  "<div>hello</div>",
  "a<br>b",
  "<!-- note -->",
  "https://example.org/<id>/x",
  "I <3 you, if a<b and c>d",
  "<script>alert(1)</script>",
  "<?php echo 1 ?>",
  "<![CDATA[x]]>",
  "<a href='x' onclick=y>z</a>",
  "-",
  "+",
  "*",
  "1.",
  "1)",
  ">",
  "#",
  "######",
  "```",
  "~~~",
  "```js",
  "[1]: https://example.org/paper",
  "[^1]: x",
  "x[^1]",
  "[a][1]",
  "a\n-",
  "a\n===",
  "__init__",
  "__init__.py",
  "obj.__class__.__name__",
  "snake_case_name",
  "_camelCase_",
  "_snake_case_",
  "~a~ ~b~",
  "&amp; &lt; &#64; &copy;",
  "007. bond",
  "[a](javascript:alert(1))",
  "[a]()",
  "[](  )",
  "ssh://git@example.org/x",
  "<ssh://git@example.org/x>",
  "git@example.org:hearth/irori.git",
])("shows %j as it was typed", (text) => {
  expect(shownText(text)).toBe(text);
});

it.each([
  ["> -", "-"],
  ["> >", ">"],
  ["- - +", "+"],
  ["2. two\n4. four", "2. two\n4. four"],
  ["2019. a year", "2019. a year"],
  ["1. a\n1. b", "1. a\n1. b"],
  ["0. a", "0. a"],
  ["| a |\n|---|\n| b | c | d |", "a\nbcd"],
  ["- [x] done\n- [ ] open", "[x] done\n[ ] open"],
  ["[](https://example.org/)", "https://example.org/"],
  ["[__init__](https://example.org/)", "__init__"],
  ["![](https://example.org/a.png)", "https://example.org/a.png"],
  ["```js title\na\n```", "js titlea"],
])("shows all of %j", (text, shown) => {
  expect(shownText(text)).toBe(shown);
});

it.each([
  ["~~gone~~", "del"],
  ["_really_", "em"],
  ["_two words_", "em"],
  ["__two words__", "strong"],
  ["- a\n-\n- b", "ul > li:nth-child(2)"],
  ["```\ncode\n```", "pre code"],
  ["---", "hr"],
])("still shapes %j", (text, selector) => {
  expect(showText(text).container.querySelector(selector)).not.toBeNull();
});

it("labels the boxes of tasks", () => {
  const { getAllByRole } = showText("- [x] done\n- [ ] open");
  expect(getAllByRole("checkbox", { name: "task" }).map((box) => (box as HTMLInputElement).checked)).toEqual([
    true,
    false,
  ]);
});

it.each([
  ["https://example.org/foo。次の文", "https://example.org/foo"],
  ["「https://example.org/x」", "https://example.org/x"],
  ["“https://example.org”", "https://example.org"],
  ["**https://example.org/**です", "https://example.org/"],
  ["[![alt](https://example.org/a.png)](https://example.org/b)", "https://example.org/b"],
  ["[https://example.org/a](https://example.org/b)", "https://example.org/b"],
  ["![alt](https://example.org/a.png)", "https://example.org/a.png"],
  ["https://example.org/a_b_c and a_b_", "https://example.org/a_b_c"],
  ["[see https://example.org/a_b", "https://example.org/a_b"],
  ["> https://example.org/a_b_", "https://example.org/a_b"],
  ["- 1\n\t- https://example.org/_a_", "https://example.org/_a"],
  ["|https://example.org/a|b|\n|-|-|", "https://example.org/a"],
  ["www.example.org", "http://www.example.org"],
  ["me@example.org、", "mailto:me@example.org"],
  ["mailto:me@example.org", "mailto:me@example.org"],
])("links %s to %s alone", (text, href) => {
  const { container } = showText(text);
  expect(Array.from(container.querySelectorAll("a"), (each) => each.getAttribute("href"))).toEqual([href]);
});

it.each([
  "ssh://git@example.org/x",
  "git@example.org:hearth/irori.git",
  "[a](javascript:alert(1))",
  "x[^1]\n\n[^1]: y",
])("links nothing in %s", (text) => {
  expect(showText(text).container.querySelector("a")).toBeNull();
});

it("keeps the emphasis around a URL", () => {
  expect(showText("**https://example.org/**です").container.querySelector("strong > a")).not.toBeNull();
});

it("gives each block the direction of its first strong character, and code that of code", () => {
  const text = "שלום\n\n- مرحبا\n\n> hello\n\n# שם\n\n`a`\n\n```\nb\n```\n\n|א|\n|-|";
  const { container } = showText(text);
  const directions = (selector: string) =>
    Array.from(container.querySelectorAll(selector), (each) => each.getAttribute("dir"));
  expect(new Set(directions(".prose-message p, li, th"))).toEqual(new Set(["auto"]));
  expect(directions("ul, blockquote, table")).toEqual(["rtl", "ltr", "rtl"]);
  expect(directions("p > code")).toEqual(["ltr"]);
  expect(container.querySelector("pre")?.closest("[dir]")).toHaveAttribute("dir", "ltr");
});

it.each(["שלום", "おはよう", "👍", "- ".repeat(1000)])("gives %j a direction too", (text) => {
  const { container } = showText(text);
  expect(
    container.querySelector("p")?.className.includes("few-emoji") || container.querySelector("p")?.dir === "auto",
  ).toBe(true);
});

it("draws a message of a few emoji large", () => {
  expect(showText("🎉 🎉").container.querySelector(".few-emoji")).toHaveTextContent("🎉 🎉");
  expect(showText("🎉 yes").container.querySelector(".few-emoji")).toBeNull();
});
