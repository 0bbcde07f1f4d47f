import type { Element, ElementContent, Root, Text } from "hast";
import type { MentionText } from "@/lib/protocol/types";
import { splitMentions } from "@/lib/text/mentions";

export type Mentions = {
  /** What the server found. */
  texts: readonly MentionText[];
  me: number;
};

const QUIET = new Set(["code", "pre", "a"]);
/** Each has the direction of its first strong character. */
const BLOCKS = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "th", "td"];
/** `auto` passes over what has a direction of its own, and these hold nothing else. */
const CONTAINERS = new Set(["ul", "ol", "blockquote", "table"]);
const FIRST_LETTER = /\p{L}/u;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const DIRECTIONS = new Map([...BLOCKS.map((name) => [name, "auto"] as const), ["code", "ltr"]]);
const HAS_NUMBER_SIGN = /[#＃][^\s#＃]/;
/** Texts that may name rooms. Each becomes a component. */
const MOST_ROOM_TEXTS = 100;

/**
 * Marks mentions and texts that may name rooms, and gives blocks their direction. It runs after the sanitizer, which
 * would remove the classes.
 */
export function rehypeMarks({ texts, me }: Mentions) {
  const users = new Map(texts.map(({ text, user }) => [text.slice(1), user]));
  const names = [...users.keys()];
  let roomTexts = 0;
  const named = (value: string): Element | Text => {
    const text: Text = { type: "text", value };
    if (!HAS_NUMBER_SIGN.test(value) || roomTexts >= MOST_ROOM_TEXTS) return text;
    roomTexts += 1;
    return { type: "element", tagName: "span", properties: { dataRooms: "" }, children: [text] };
  };
  const marked = (value: string) =>
    splitMentions(value, names).map(({ text, name }) =>
      name === undefined ? named(text) : mention(text, users.get(name) ?? null, me),
    );
  const visit = (parent: Root | Element) => {
    parent.children = parent.children.flatMap((child): ElementContent[] => {
      if (child.type === "text") return marked(child.value);
      if (child.type !== "element") return child.type === "doctype" ? [] : [child];
      const dir = CONTAINERS.has(child.tagName) ? directionOf(child) : DIRECTIONS.get(child.tagName);
      if (dir) child.properties.dir = dir;
      if (!QUIET.has(child.tagName)) visit(child);
      return [child];
    });
  };
  return visit;
}

const directionOf = (container: Element) =>
  RIGHT_TO_LEFT.test(FIRST_LETTER.exec(textIn(container))?.[0] ?? "") ? "rtl" : "ltr";

const textIn = (node: ElementContent): string =>
  node.type === "element" ? node.children.map(textIn).join("") : node.type === "text" ? node.value : "";

const mention = (text: string, user: number | null, me: number): Element => ({
  type: "element",
  tagName: "span",
  properties: { dataMention: user ?? "here", className: user === null || user === me ? ["call", "call-me"] : ["call"] },
  children: [{ type: "text", value: text }],
});
