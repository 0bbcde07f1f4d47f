import type {
  Code,
  Emphasis,
  Image,
  Link,
  List,
  Node,
  Nodes,
  Paragraph,
  Parents,
  PhrasingContent,
  Root,
  Strong,
  Table,
  Text,
} from "mdast";
import { toString as textIn } from "mdast-util-to-string";
import { defaultUrlTransform } from "react-markdown";
import { withPlainScheme } from "@/lib/text/urls";
import { linked } from "./linked";

/** Shows the source of what would show nothing, or something else than what was typed. */
export const remarkAsWritten = (source: string) => () => (tree: Root) =>
  walk(tree, ({ position }) => source.slice(position?.start.offset ?? 0, position?.end.offset ?? 0));

type SourceOf = (node: Node) => string;

/** Children first: a quote of an empty list is no empty quote. `pictures`: the URLs of those in the link around. */
function walk(parent: Parents, sourceOf: SourceOf, pictures?: string[]) {
  const children: Nodes[] = parent.children.flatMap((child: Nodes) => {
    const inLink = pictures ?? (child.type === "link" ? [] : undefined);
    if ("children" in child) walk(child, sourceOf, inLink);
    if (pictures) return inside(child, pictures, sourceOf);
    return replaced(child.type === "link" ? titled(child, inLink ?? []) : child, sourceOf);
  });
  parent.children = children as never[];
}

/** A link holds no other link: a picture in it is its description, a URL its text. */
function inside(node: Nodes, pictures: string[], sourceOf: SourceOf): Nodes {
  if (node.type === "html") return text(node.value);
  if (node.type === "link") return text(textIn(node));
  if (node.type === "emphasis" || node.type === "strong") return emphasised(node, sourceOf);
  if (node.type !== "image") return node;
  pictures.push(node.url, node.title ?? "");
  return text(descriptionOf(node, sourceOf(node)));
}

const titled = (node: Link, pictures: readonly string[]): Link =>
  pictures.length > 0 ? { ...node, title: [node.title, ...pictures].filter(Boolean).join(" ") } : node;

function replaced(node: Nodes, sourceOf: SourceOf): Nodes | Nodes[] {
  switch (node.type) {
    case "text":
    case "html":
      return linked(node.value);
    case "link":
      return mayOpen(node.url) ? withText(node) : text(sourceOf(node));
    case "inlineCode":
      return IS_VISIBLE.test(node.value) ? node : text(sourceOf(node));
    case "image":
      return mayOpen(node.url)
        ? { ...link(node.url, descriptionOf(node, sourceOf(node))), title: node.title }
        : text(sourceOf(node));
    case "emphasis":
    case "strong":
      return emphasised(node, sourceOf);
    case "heading":
    case "blockquote":
      return node.children.length > 0 ? node : paragraph(sourceOf(node));
    case "code":
      return IS_VISIBLE.test(node.value) ? withInfo(node) : paragraph(sourceOf(node));
    case "list":
      return isEmpty(node) || isPadded(node, sourceOf) ? paragraph(sourceOf(node)) : numbered(node, sourceOf);
    case "table":
      return withAllCells(node);
    default:
      return node;
  }
}

/** The class of a list whose numbers were written as `1)`. */
export const PARENTHESISED = "parenthesised";

const IS_VISIBLE = /[^\s\p{C}]/u;

const text = (value: string): Text => ({ type: "text", value });
const link = (url: string, label: string): Link => ({
  type: "link",
  url: withPlainScheme(url),
  children: [text(label)],
});
const paragraph = (source: string): Paragraph => ({ type: "paragraph", children: linked(source) as PhrasingContent[] });

/** The description as text. CommonMark drops the targets of links in it. */
function descriptionOf({ alt, url }: Image, source: string) {
  const written = source.slice(2, source.lastIndexOf("]("));
  return (written.includes("](") ? written : alt) || url;
}

const mayOpen = (url: string) => url !== "" && defaultUrlTransform(url) !== "";

function withText(node: Link): Link {
  if (!IS_VISIBLE.test(textIn(node))) return link(node.url, node.url);
  return { ...node, url: withPlainScheme(node.url) };
}

const emphasised = (node: Emphasis | Strong, sourceOf: SourceOf) =>
  isIdentifier(sourceOf(node)) ? text(sourceOf(node)) : node;

/** `__init__`, `_snake_case_`, `_camelCase_`. A single plain word, as in `_really_`, is emphasised. */
const isIdentifier = (source: string) =>
  /^__[\w$.]+__$/.test(source) || (/^_[\w$.]+_$/.test(source) && !isWord(source));
const isWord = (source: string) => /^_(?:[A-Z]?[a-z]+|[A-Z]+)_$/.test(source);

/** The whole line behind the fence. The default keeps its first word. */
function withInfo(node: Code): Code {
  const info = [node.lang, node.meta].filter(Boolean).join(" ");
  return info ? { ...node, data: { hProperties: { className: [`language-${info}`] } } } : node;
}

const isEmpty = (list: List) => list.children.every((item) => item.children.length === 0);

/** HTML has no list that begins with 007. */
const isPadded = (list: List, sourceOf: SourceOf) =>
  list.ordered === true && list.children.some((item) => /^0\d/.test(sourceOf(item)));

/** Each item keeps its own number. CommonMark counts on from the first one, and forgets whether `.` or `)` followed. */
function numbered(list: List, sourceOf: SourceOf): List {
  if (!list.ordered) return list;
  for (const item of list.children) item.data = { hProperties: { value: /^\d+/.exec(sourceOf(item))?.[0] } };
  const isParenthesised = /^\d+\)/.test(sourceOf(list));
  return isParenthesised ? { ...list, data: { hProperties: { className: [PARENTHESISED] } } } : list;
}

/** Without `align` each row keeps its cells. By it a row loses those beyond the header's. */
function withAllCells(table: Table): Table {
  const columns = table.align?.length ?? 0;
  return table.children.some((row) => row.children.length > columns) ? { ...table, align: null } : table;
}
