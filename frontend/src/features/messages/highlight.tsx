import { common, createLowlight } from "lowlight";
import type { ReactNode } from "react";

const lowlight = createLowlight(common);

/** Some grammars take time by the square: made for that, so much code holds the page for 80 ms, twice as much for 320 ms. */
const LONGEST = 5000;

type Nodes = ReturnType<typeof lowlight.highlight>["children"];

/** The code with its words told apart by classes; null where it stays plain. */
export function highlight(code: string, language: string): ReactNode {
  if (code.length > LONGEST || !lowlight.registered(language)) return null;
  return shown(lowlight.highlight(language, code).children);
}

/** Nothing but text and spans can come of it, whatever the grammars make of the code. */
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
