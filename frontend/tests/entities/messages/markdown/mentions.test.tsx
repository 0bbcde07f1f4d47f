import { expect, it } from "vitest";
import cases from "../../../../../tests/text_cases/mentions.json";
import { showText } from "../../../helpers/shownText";

type Case = { text: string; people: string[]; here: boolean; marks: string[] };

function marks(text: string, texts: { text: string; user: number | null }[], me = 0) {
  const { container } = showText(text, { mentions: { texts, me } });
  return Array.from(container.querySelectorAll(".call"), (each) => each.textContent);
}

it.each(cases.cases as Case[])("marks in $text what the server found", ({ text, people, here, marks: expected }) => {
  const named = people.map((name) => ({ text: `@${name}`, user: cases.members.indexOf(name) }));
  expect(marks(text, [...named, ...(here ? [{ text: "@here", user: null }] : [])])).toEqual(expected);
});

it("marks nobody in code, links and escapes, whom the same message mentions in words", () => {
  const quiet = ["`@kenji`", "[@kenji](https://example.org/)", "https://example.org/?u=@kenji", "\\@kenji"].join(" ");
  expect(marks(`@kenji ${quiet}\n\n    @kenji`, [{ text: "@kenji", user: 1 }])).toEqual(["@kenji"]);
});

it("marks whom the server found by the name of that time", () => {
  expect(marks("@kenji, tea?", [{ text: "@kenji", user: 7 }])).toEqual(["@kenji"]);
  expect(marks("＠Ｋenji, tea?", [{ text: "＠Ｋenji", user: 7 }])).toEqual(["＠Ｋenji"]);
});

it("tells mentions of me apart", () => {
  const texts = [
    { text: "@kenji", user: 7 },
    { text: "@mai", user: 8 },
    { text: "@here", user: null },
  ];
  const { container } = showText("@kenji @Mai @here", { mentions: { texts, me: 8 } });
  const mine = Array.from(container.querySelectorAll(".call-me"), (each) => each.textContent);
  expect(mine).toEqual(["@Mai", "@here"]);
});

it("shows nobody whom the server did not name", () => {
  expect(marks("@kenji", [])).toEqual([]);
});
