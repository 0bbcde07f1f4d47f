import type { Element, ElementContent, Root, Text } from "hast";

export type MentionNames = {
  /** Usernames that the message mentions, and "here". */
  names: readonly string[];
  /** The names among them that mean me. */
  mine: readonly string[];
};

const QUIET = new Set(["code", "pre", "a"]);

/** Marks mentions. It runs after the sanitizer, which would remove the classes. */
export function rehypeMentions({ names, mine }: MentionNames) {
  const pattern = patternOf(names);
  const mentioned = new Set(mine.map((name) => name.toLowerCase()));
  const show = (name: string): Element => ({
    type: "element",
    tagName: "span",
    properties: { dataMention: name, className: mentioned.has(name.toLowerCase()) ? ["call", "call-me"] : ["call"] },
    children: [{ type: "text", value: `@${name}` }],
  });
  const split = ({ value }: Text): ElementContent[] =>
    value.split(pattern).map((part, index) => (index % 2 === 1 ? show(part) : { type: "text", value: part }));
  const visit = (parent: Root | Element) => {
    parent.children = parent.children.flatMap((child): ElementContent[] => {
      if (child.type === "text") return split(child);
      if (child.type === "element" && !QUIET.has(child.tagName)) visit(child);
      return child.type === "doctype" ? [] : [child];
    });
  };
  return (tree: Root) => {
    if (names.length > 0) visit(tree);
  };
}

/** Longest first, as on the server: where words have no spaces, @kenjiro is not @kenji and "ro". */
function patternOf(names: readonly string[]) {
  const longest = names
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?<![\\p{Script=Latin}\\p{N}_@])@(${longest.join("|")})`, "giu");
}
