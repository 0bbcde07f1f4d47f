import { type KeyboardEvent, type FocusEvent as ReactFocusEvent, useContext, useEffect, useRef, useState } from "react";
import { MessageActionsContext } from "@/entities/messages/actions";
import { columnOf, isComposerIn } from "@/entities/messages/composerBeside";
import type { Row } from "@/entities/messages/row/rows";
import { isOfInputMethod } from "@/lib/browser/inputMethod";
import { messageKey } from "@/lib/browser/shortcuts";
import { useKeptFocus } from "@/lib/hooks/useKeptFocus";

export type Align = "auto" | "start" | "center";
type Options = { rows: readonly Row[]; reveal: (index: number, align?: Align) => void };

const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10 };

/**
 * Keyboard navigation between messages. The list is one tab stop: the message visited last, else the newest. What is in
 * that message follows, once the message has the focus: before, Shift+Tab would land on its last button.
 */
export function useFeedKeys({ rows, reveal }: Options) {
  const feed = useRef<HTMLDivElement>(null);
  const wanted = useRef<string | null>(null);
  const [visited, setVisited] = useState<string | null>(null);
  const [isEntered, setEntered] = useState(false);
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

  useEffect(() => {
    const onFocusIn = ({ target }: FocusEvent) => {
      const list = feed.current;
      if (!list || !(target instanceof Element) || list.contains(target) || isAbove(list, target)) return;
      setEntered(false);
      // Whoever begins to write has done with reading back.
      if (isComposerIn(columnOf(list), target)) setVisited(null);
    };
    document.addEventListener("focusin", onFocusIn);
    return () => document.removeEventListener("focusin", onFocusIn);
  }, []);

  const visit = (index: number, align?: Align) => {
    const row = rows[index];
    if (!row) return;
    wanted.current = row.key;
    setVisited(row.key);
    reveal(index, align);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const row = rowAround(event.target);
    if (!row || event.defaultPrevented || isOfInputMethod(event.nativeEvent)) return;
    if (event.key === "Escape" && row !== event.target) {
      event.preventDefault();
      return row.focus({ preventScroll: true });
    }
    const from = Number(row.dataset.index);
    const next = isPlain(event) ? target(event.key, from, rows.length) : null;
    const action = next === null && row === event.target ? actionFor(event, rows[from]) : undefined;
    if (next === null && !action) return;
    event.preventDefault();
    if (next !== null) visit(next);
    action?.run();
  };
  // What is pressed in a message may go by it.
  const kept = useKeptFocus(() => feed.current?.querySelector<HTMLElement>(`[data-index="${stop}"]`));
  const onFocus = (event: ReactFocusEvent<HTMLElement>) => {
    kept.onFocus(event);
    const row = event.target.closest<HTMLElement>("[data-key]");
    if (!row) return;
    setVisited(row.dataset.key ?? null);
    setEntered(true);
  };
  return { feed, stop, isEntered, visit, onKeyDown, onFocus, onBlur: kept.onBlur };
}

/** The row that has the focus, or whose button or link has it. Other controls need their keys themselves. */
function rowAround(target: EventTarget) {
  if (!(target instanceof HTMLElement)) return null;
  return target.matches("[data-key], a, button") ? target.closest<HTMLElement>("[data-key]") : null;
}

/** Whether an element is in a menu or dialog over the list: its opener is in the list. */
function isAbove(list: Element, element: Element) {
  const layer = element.closest("[role=dialog], [role=alertdialog], [role=menu]");
  return layer !== null && !layer.contains(list);
}

const isPlain = ({ ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent) => !(ctrlKey || metaKey || altKey || shiftKey);

function target(key: string, from: number, count: number) {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = STEPS[key];
  return step === undefined ? null : Math.min(count - 1, Math.max(0, from + step));
}
