import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Row } from "./rows";

type Options = { rows: readonly Row[]; reveal: (index: number) => void };

const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10 };

/** Moves from message to message. The list is one tab stop: the message last visited, else the newest. */
export function useFeedKeys({ rows, reveal }: Options) {
  const feed = useRef<HTMLDivElement>(null);
  const wanted = useRef<string | null>(null);
  const [visited, setVisited] = useState<string | null>(null);
  const found = visited === null ? -1 : rows.findIndex((each) => each.key === visited);
  const stop = found === -1 ? rows.length - 1 : found;

  useEffect(() => {
    const row = wanted.current && feed.current?.querySelector<HTMLElement>(`[data-key="${wanted.current}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const from = isRow(event.target) ? Number(event.target.dataset.index) : null;
    const next = from === null ? null : target(event.key, from, rows.length);
    if (next === null || !rows[next]) return;
    event.preventDefault();
    wanted.current = rows[next].key;
    setVisited(rows[next].key);
    reveal(next);
  };
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const row = event.target.closest<HTMLElement>("[data-key]");
    if (row) setVisited(row.dataset.key ?? null);
  };
  return { feed, stop, onKeyDown, onFocus };
}

const isRow = (target: EventTarget): target is HTMLElement => target instanceof HTMLElement && "key" in target.dataset;

function target(key: string, from: number, count: number) {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = STEPS[key];
  return step === undefined ? null : Math.min(count - 1, Math.max(0, from + step));
}
