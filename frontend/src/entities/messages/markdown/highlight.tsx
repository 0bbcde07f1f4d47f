import { common, createLowlight } from "lowlight";
import type { ReactNode } from "react";

const lowlight = createLowlight(common);

/**
 * Some grammars take quadratic time: a hostile text of this length blocks the page for 80 ms, one of twice the length
 * for 320 ms.
 */
const LONGEST = 5000;
/** Most grammars start again on each line. Nobody reads a line of this length. */
const LONG_LINE = /[^\n]{1000}/;

/**
 * Most elements of one block. Ordinary code of LONGEST characters has a third of it; some grammars make one of each
 * character.
 */
const MOST_WORDS = 2000;

type Nodes = ReturnType<typeof lowlight.highlight>["children"];

/** Wraps the words of the code in spans with classes. Null where the code stays plain. */
export function highlight(code: string, language: string): ReactNode {
  if (code.length > LONGEST || LONG_LINE.test(code) || !lowlight.registered(language)) return null;
  try {
    const { children } = lowlight.highlight(language, code);
    return wordsIn(children) > MOST_WORDS ? null : shown(children);
  } catch {
    return null;
  }
}

const wordsIn = (nodes: Nodes): number =>
  nodes.reduce((sum, node) => sum + (node.type === "element" ? 1 + wordsIn(node.children) : 0), 0);

/** Renders text and spans alone, whatever the grammar returns. */
function shown(nodes: Nodes): ReactNode[] {
  return nodes.map((node, index) => {
    if (node.type === "text") return node.value;
    if (node.type !== "element") return null;
    const { className } = node.properties;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: code is drawn once and never reordered
      <span key={index} className={Array.isArray(className) ? className.join(" ") : undefined}>
        {shown(node.children)}
      </span>
    );
  });
}
