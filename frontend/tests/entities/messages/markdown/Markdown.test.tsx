import { render } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { expect, it } from "vitest";
import { Markdown } from "@/entities/messages/markdown/Markdown";

function inside(tag: string, text: string) {
  const { container } = render(
    <MemoryRouter>
      <Markdown text={text} />
    </MemoryRouter>,
  );
  return { found: container.querySelector(tag)?.textContent, all: container.textContent };
}

it.each([
  ["strong", "**「重要」**です", "「重要」", "「重要」です"],
  ["strong", "これは**太字。**次の文", "太字。", "これは太字。次の文"],
  ["em", "これは*「強調」*です", "「強調」", "これは「強調」です"],
  ["del", "~~「旧」~~は使わない", "「旧」", "「旧」は使わない"],
  ["strong", "**bold** and plain", "bold", "bold and plain"],
])("shows %s in %s", (tag, text, found, all) => {
  expect(inside(tag, text)).toEqual({ found, all });
});

it("leaves stars that emphasise nothing as they are", () => {
  expect(inside("strong, em", "3 * 4 * 5 と 2**10")).toEqual({ found: undefined, all: "3 * 4 * 5 と 2**10" });
});

it.each([
  ["1. tea", false],
  ["1) tea", true],
  ["> 1) tea", true],
  ["- a\n\n  2) tea", true],
])("shows the sign behind the number of %j as it was written", (text, isParenthesised) => {
  const { container } = render(
    <MemoryRouter>
      <Markdown text={text} />
    </MemoryRouter>,
  );
  expect(container.querySelector("ol")?.classList.contains("parenthesised")).toBe(isParenthesised);
});
