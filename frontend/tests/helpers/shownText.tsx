import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { Markdown } from "@/entities/messages/markdown/Markdown";
import type { Mentions } from "@/entities/messages/markdown/rehypeMarks";
import type { RoomSummary } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

/** Draws a message's text as the page does. `rooms`: the names of my rooms, numbered from 1. */
export function showText(text: string, { mentions, rooms = [] }: { mentions?: Mentions; rooms?: string[] } = {}) {
  const client = new QueryClient();
  const mine = rooms.map((name, index) => ({ id: index + 1, kind: "public", name }) as RoomSummary);
  client.setQueryData(queryKeys.rooms(), mine);
  return render(
    <QueryClientProvider client={client}>
      <MemoryRouter>
        <TooltipProvider>
          <Markdown text={text} {...(mentions && { mentions })} />
        </TooltipProvider>
      </MemoryRouter>
    </QueryClientProvider>,
  );
}

/** What a person reads, with the numbers of lists and the marks of tasks. */
export function readable(root: ParentNode): string {
  return Array.from(root.childNodes, (node) => {
    if (!(node instanceof HTMLElement)) return node.textContent ?? "";
    if (node.matches("button")) return node.className.includes("call") ? (node.textContent ?? "") : "";
    // The label of code without a language.
    if (node.matches(".code-block > .select-none")) return "";
    if (node.matches("input")) return (node as HTMLInputElement).checked ? "[x]" : "[ ]";
    if (node.matches("br")) return "\n";
    const number = node.matches("ol > li") ? `${(node as HTMLLIElement).value}. ` : "";
    const block = node.matches("p, li, pre, ul, ol, blockquote, table, tr, hr, figcaption") ? "\n" : "";
    return `${number}${readable(node)}${block}`;
  }).join("");
}

/** What a person reads of a text, without white space around it. */
export function shownText(text: string) {
  const { container, unmount } = showText(text);
  container.querySelector("p + .text-muted:last-child")?.remove();
  const shown = readable(container).replace(/\n+/g, "\n").trim();
  unmount();
  return shown;
}
