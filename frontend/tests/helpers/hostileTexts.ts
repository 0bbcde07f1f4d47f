/** As many as the server stores. */
export const LONGEST = 10_000;

const fill = (piece: string) => piece.repeat(LONGEST / piece.length);
const columns = (count: number) => `${"a|".repeat(count)}\n${"-|".repeat(count)}\n`;

/** What stopped a page, or might: each of them may be stored. */
export const HOSTILE: readonly (readonly [what: string, text: string])[] = [
  ["lists in lists", "- ".repeat(1000)],
  ["numbered lists in lists", "1. ".repeat(1000)],
  ["lists in quotes", "> - ".repeat(2500)],
  ["quotes in quotes", fill(">")],
  ["deep lists, line by line", fill(`${"- ".repeat(30)}a\n`)],
  ["lists that lie ever deeper", Array.from({ length: 120 }, (_, depth) => `${" ".repeat(depth)}- a`).join("\n")],
  [
    "lists that lie ever deeper by tabs",
    Array.from({ length: 130 }, (_, depth) => `${"\t".repeat(depth)}- a`).join("\n"),
  ],
  ["a wide table of short rows", `${columns(1000)}${"a\n".repeat(1500)}`],
  ["a square table", `${columns(400)}${"a\n".repeat(400)}`],
  ["a wide table in a quote", `> ${columns(400).replace("\n", "\n> ")}${"> a\n".repeat(400)}`],
  ["many tables", fill(`${columns(10)}${"a\n".repeat(100)}\n`)],
  ["openings of code", fill("```\n")],
  ["openings of code in lists", fill("- ```\n")],
  ["an address of dots", `https://a${".".repeat(9000)}`],
  ["an address of brackets", `https://a.b/${"(".repeat(4000)}${")".repeat(4000)}`],
  ["addresses of mail", fill("a@b.c ")],
  ["addresses of the web", fill("www.a.b ")],
  ["closing brackets", fill("]")],
  ["opening brackets", fill("[")],
  ["links", fill("[a](b)")],
  ["pictures", fill("![a](b)")],
  ["pictures in links", fill("[![")],
  ["definitions", fill("[a]: b\n")],
  ["footnotes", fill("[^a]: [^a]\n")],
  ["stars", fill("*a ")],
  ["stars and underlines", fill("*_a")],
  ["stars in Japanese", fill("あ*")],
  ["struck words", fill("~a")],
  ["marks of code", Array.from({ length: 140 }, (_, count) => "`".repeat(count)).join(" ")],
  ["openings before dollars", "[".repeat(126) + "$".repeat(9800)],
  ["openings before late ends", "[".repeat(126) + "$".repeat(9300) + "](a)".repeat(126)],
  ["openings of pictures before dollars", "![".repeat(126) + "$".repeat(9700)],
  ["pictures in pictures", "![".repeat(90) + "$".repeat(9400) + "](a)".repeat(90)],
  ["openings with escaped ends", "[\\]".repeat(300) + "$".repeat(9000)],
  ["openings with ends in code", "[`]`".repeat(300) + "$".repeat(8700)],
  ["openings between dollars", ("[" + "$".repeat(21)).repeat(400)],
  ["tags", fill("<a>")],
  ["comments", fill("<!--")],
  ["instructions", fill("<?")],
  ["declarations", fill("a<!A")],
  ["entities", fill("&amp;")],
  ["escapes", fill("\\\n")],
  ["lines", fill("a\n")],
  ["lines of tables", fill("|-|\n")],
  ["headings", fill("# a\n")],
  ["headings that are underlined", fill("a\n=\n")],
  ["rules", fill("---\n")],
  ["tasks", fill("- [ ] a\n")],
  ["one word", fill("a")],
  ["one number", fill("1")],
  ["marks on one letter", fill("\u0301")],
  ["turned writing", fill("\u202e")],
  ["carriage returns", fill("a\r")],
  ["zeros", fill("\u0000a")],
];

/** An ordinary message of the same length: tables, lists in lists, links, code. */
export function ordinaryText() {
  const row = (cell: string) => `|${` ${cell} |`.repeat(20)}`;
  const table = [row("name"), row("---"), ...Array.from({ length: 20 }, () => row("12"))].join("\n");
  const list = Array.from({ length: 10 }, (_, depth) => `${"    ".repeat(depth)}- step ${depth}`).join("\n");
  const links = Array.from({ length: 100 }, (_, at) => `[page ${at}](https://example.org/${at})`).join(" ");
  const code = `\`\`\`js\n${"const snake_case = list[0] * (1 + x);\n".repeat(40)}\`\`\``;
  const text = [table, list, links, code].join("\n\n");
  return `${text}\n\n${"Some *words* of `prose`. ".repeat((LONGEST - text.length - 2) / 25)}`.trim();
}

const PIECES = [
  ..."aあ*_~`#>-+|[]()<&\\!:@./\n\t\r =^1",
  ...[
    "  ",
    "- ",
    "1. ",
    "> ",
    "```\n",
    "~~~\n",
    "---\n",
    "[a](b)",
    "](",
    "![",
    "[^a]: ",
    "[a]: b\n",
    "<a ",
    "<!--",
    "-->",
  ],
  ...[
    "<![CDATA[",
    "&#x1f600;",
    "|-|\n",
    "www.",
    "http://",
    "a@b.c ",
    "a.",
    "**",
    "~~",
    "***",
    "\n\n",
    "  \n",
    "\\\n",
    "、**",
  ],
];

/** Two pieces of what shapes a text, over and over. The same ones each time: a linear congruential generator. */
export function* generatedTexts(count: number) {
  let state = 20261126;
  const next = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return PIECES[Math.floor((state / 2147483648) * PIECES.length)] ?? "";
  };
  for (let made = 0; made < count; made++) yield fill(next() + next());
}
