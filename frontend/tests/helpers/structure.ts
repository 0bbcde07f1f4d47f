const KEPT = "p, em, strong, del, code, pre, ul, ol, li, blockquote, hr, input, table, thead, tbody, tr, th, td, a";
const BLOCK = "p|ul|ol|li|blockquote|pre|hr|table|thead|tbody|tr|th|td";
const AROUND_BLOCKS = new RegExp(`\\s*(</?(?:${BLOCK})(?: \\d+)?>)\\s*`, "g");

/**
 * The elements and the text of a drawn message, without attributes but a link's target and an item's number. A heading is
 * a paragraph and a picture a link, as the renderer draws them. A line break is a space, as CommonMark reads it.
 */
export const structure = (root: ParentNode) =>
  inner(root).replace(/\s+/g, " ").replace(AROUND_BLOCKS, "$1").replaceAll(" </code></pre>", "</code></pre>").trim();

const inner = (root: ParentNode): string => Array.from(root.childNodes, outer).join("");

function outer(node: ChildNode): string {
  if (!(node instanceof HTMLElement)) return node.textContent ?? "";
  if (node.matches("button:not(.call), .code-block > span")) return "";
  if (node.matches("h1, h2, h3, h4, h5, h6")) return `<p>${inner(node)}</p>`;
  if (node.matches("img")) return picture(node);
  if (node.matches("br")) return " ";
  if (!node.matches(KEPT)) return inner(node);
  const name = node.localName;
  if (node.matches("hr, input")) return `<${name}>`;
  return `<${name}${detail(node)}>${inner(node)}</${name}>`;
}

function picture(image: HTMLElement) {
  const [alt, source] = [image.getAttribute("alt") ?? "", image.getAttribute("src") ?? ""];
  return image.closest("a") ? alt || source : `<a ${source}>${alt || source}</a>`;
}

function detail(node: HTMLElement) {
  if (node.matches("a")) return ` ${node.getAttribute("href")}`;
  return node.matches("ol > li") ? ` ${numberOf(node)}` : "";
}

function numberOf(item: HTMLElement) {
  const items = Array.from(item.parentElement?.children ?? []);
  return item.getAttribute("value") ?? (item.parentElement as HTMLOListElement).start + items.indexOf(item);
}
