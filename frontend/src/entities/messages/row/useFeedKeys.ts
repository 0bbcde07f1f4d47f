import { type FocusEvent, type KeyboardEvent, useContext, useEffect, useRef, useState } from "react";
import { MessageActionsContext } from "@/entities/messages/actions";
import { messageKey } from "@/lib/browser/shortcuts";
import type { Row } from "./rows";

export type Align = "auto" | "start" | "center";
type Options = { rows: readonly Row[]; reveal: (index: number, align?: Align) => void };

const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10 };

/** Keyboard navigation between messages. The list is one tab stop: the message visited last, else the newest. */
export function useFeedKeys({ rows, reveal }: Options) {
  const feed = useRef<HTMLDivElement>(null);
  const wanted = useRef<string | null>(null);
  const [visited, setVisited] = useState<string | null>(null);
  const found = visited === null ? -1 : rows.findIndex((each) => each.key === visited);
  const { actionsOf } = useContext(MessageActionsContext);
  const actionFor = ({ nativeEvent }: KeyboardEvent, row: Row | undefined) => {
    const name = messageKey(nativeEvent);
    return row?.message ? actionsOf(row.message).find((action) => action.name === name) : undefined;
  };
  const stop = found === -1 ? rows.length - 1 : found;

  useEffect(() => {
    const row = wanted.current && feed.current?.querySelector<HTMLElement>(`[data-key="${wanted.current}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });

  const visit = (index: number, align?: Align) => {
    const row = rows[index];
    if (!row) return;
    wanted.current = row.key;
    setVisited(row.key);
    reveal(index, align);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!isRow(event.target) || event.nativeEvent.isComposing) return;
    const from = Number(event.target.dataset.index);
    const next = isPlain(event) ? target(event.key, from, rows.length) : null;
    const action = next === null ? actionFor(event, rows[from]) : undefined;
    if (next === null && !action) return;
    event.preventDefault();
    if (next !== null) visit(next);
    action?.run();
  };
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const row = event.target.closest<HTMLElement>("[data-key]");
    if (row) setVisited(row.dataset.key ?? null);
  };
  return { feed, stop, visit, onKeyDown, onFocus };
}

const isRow = (target: EventTarget): target is HTMLElement => target instanceof HTMLElement && "key" in target.dataset;

const isPlain = ({ ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent) => !(ctrlKey || metaKey || altKey || shiftKey);

function target(key: string, from: number, count: number) {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = STEPS[key];
  return step === undefined ? null : Math.min(count - 1, Math.max(0, from + step));
}
