import { render } from "@testing-library/react";
import { expect, it } from "vitest";
import { isPlain } from "@/entities/messages/markdown/isPlain";
import { Markdown } from "@/entities/messages/markdown/Markdown";

it.each([
  "Good morning.",
  "Out loud. The neighbour knocked and asked for the name",
  "Really?! At 10:30, “maybe” – who knows…",
  "おはようございます。「囲炉裏」を見ましたか？",
  "Nice 👍🏽 and 👨‍👩‍👧 and ❤️",
  "a",
])("draws %j without the parser", (text) => {
  expect(isPlain(text)).toBe(true);
});

it.each([
  "",
  " indented",
  "ends in a space ",
  "two\nlines",
  "1. a list",
  "- a list",
  "a *word*",
  "a_word_",
  "~~gone~~",
  "`code`",
  "# heading",
  "> quote",
  "a | b",
  "<b>",
  "a &amp; b",
  "see https://example.org",
  "see www.example.org",
  "seeＷＷＷ.example.org www.example.org",
  "me@example.org",
  "@hanako",
  "[a](b)",
  "a\\*b",
  "a\u0000b",
])("leaves %j to the parser", (text) => {
  expect(isPlain(text)).toBe(false);
});

it("draws no text otherwise than the parser does", { timeout: 60_000 }, () => {
  const pieces = [..." ,.?!'\"()’“”…–—:;%、。！？（）「」・ー：abcXYZ019éあ漢ア", "www", "http", "👍", "❤️", "1.", "  "];
  pieces.push(..."*_~`#|<&@/\\[", "\n");
  let plain = 0;
  for (const text of randomTexts(pieces, 6000)) {
    if (!isPlain(text)) continue;
    plain += 1;
    const quick = render(<Markdown text={text} />);
    // One more line, of its own paragraph, is enough to have it parsed.
    const parsed = render(<Markdown text={`${text}\n\n---`} />);
    const [first] = parsed.container.querySelectorAll("p");
    expect(quick.container.querySelector("p")?.outerHTML, text).toBe(first?.outerHTML);
    quick.unmount();
    parsed.unmount();
  }
  expect(plain).toBeGreaterThan(500);
});

/** The same ones each time: a linear congruential generator. */
function* randomTexts(pieces: readonly string[], count: number) {
  let state = 20261121;
  const next = (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  for (let made = 0; made < count; made++) {
    yield Array.from({ length: 1 + next(8) }, () => pieces[next(pieces.length)]).join("");
  }
}
