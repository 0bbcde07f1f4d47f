import { defaultRangeExtractor, type Range, useVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { type RefObject, startTransition, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { heightOf } from "@/entities/files/layout";
import type { Align } from "@/entities/messages/feed/useFeedKeys";
import type { Row } from "@/entities/messages/row/rows";
import { heightsOf, keepHeights } from "./rowHeights";
import { LINE_HEIGHT, textHeight } from "./textHeight";
import { NEAR_END, useEnd, useResize } from "./useEnd";

/** Pixels at the top where the day sticks: what one goes to is below it. */
const BELOW_DAY = 36;
/** Rows with one line of text. */
const LINE = 32;
const GROUP = 72;
/** Beside the text of a message: padding, portrait, and the space between them. */
const BESIDE_TEXT = 80;
/** Rows rendered beyond both edges: enough for a fast wheel, and few until the room is shown. */
const BEYOND = { opening: 1, open: 8 };

type Options = {
  room: number;
  scroller: RefObject<HTMLDivElement | null>;
  rows: readonly Row[];
  /** Rows that stay mounted wherever the list scrolls: the one with the keyboard focus, and the one that is edited. */
  held: readonly number[];
  /** There are newer messages than the last row. */
  hasAfter: boolean;
};

export function useScroll({ room, scroller, rows, held, hasAfter }: Options) {
  const [isOpen, setOpen] = useState(false);
  const [known] = useState(() => heightsOf(room));
  const margin = useRef(BELOW_DAY);
  const list = useRef<Virtualizer>(null);
  const { atEnd, isAtEnd, onScroll, height } = useEnd(scroller, rows, list.current);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    estimateSize: useCallback((index: number) => sizeOf(rows[index], columnOf(scroller.current)), [rows, scroller]),
    rangeExtractor: useCallback((range: Range) => withHeld(defaultRangeExtractor(range), held), [held]),
    initialMeasurementsCache: known,
    initialOffset: () => beginning(rows, known),
    initialRect: { width: 0, height: innerHeight },
    anchorTo: "end",
    followOnAppend: !hasAfter,
    scrollEndThreshold: NEAR_END,
    overscan: isOpen ? BEYOND.open : BEYOND.opening,
    paddingStart: 24,
    paddingEnd: 4,
    scrollPaddingStart: margin.current,
  });
  list.current = virtualizer;
  const size = virtualizer.getTotalSize();
  // biome-ignore lint/correctness/useExhaustiveDependencies: content that grew or shrank moves the end without a scroll
  useEffect(onScroll, [onScroll, size]);
  const reveal = (index: number, align: Align = "auto") => {
    // The library moves a centred row down by the margin.
    margin.current = align === "center" ? 0 : BELOW_DAY;
    virtualizer.setOptions({ ...virtualizer.options, scrollPaddingStart: margin.current });
    virtualizer.scrollToIndex(index, { align });
  };
  useOpening(rows, virtualizer, setOpen);
  useLayoutEffect(() => () => keepHeights(room, virtualizer.takeSnapshot()), [room, virtualizer]);
  useResize(scroller, height, atEnd && !hasAfter, virtualizer.scrollToEnd);
  return { virtualizer, atEnd: atEnd && !hasAfter, isAtEnd, isOpen, reveal, onScroll };
}

function sizeOf(row: Row | undefined, column: number) {
  const frame = (row?.opensGroup ? GROUP : LINE) - LINE_HEIGHT;
  const { text = "", files = [] } = row?.message ?? {};
  if (files.length === 0) return frame + textHeight(text, column);
  return frame + (text ? textHeight(text, column) : 0) + heightOf(files, column);
}

/** The width of the text. Before the list is there, that of a window without panels. */
const columnOf = (scroller: HTMLElement | null) => (scroller?.clientWidth || innerWidth) - BESIDE_TEXT;

/** Estimated start offset. Rows mounted elsewhere would be rendered and thrown away. */
function beginning(rows: readonly Row[], known: readonly VirtualItem[]) {
  const heights = new Map(known.map(({ key, size }) => [key, size]));
  const unread = rows.findIndex((each) => each.opensUnread);
  const above = unread === -1 ? rows : rows.slice(0, unread);
  const height = above.reduce((sum, row) => sum + (heights.get(row.key) ?? sizeOf(row, columnOf(null))), 0);
  return unread === -1 ? Math.max(0, height - innerHeight) : height;
}

export type Virtualizer = ReturnType<typeof useVirtualizer<HTMLDivElement, Element>>;

function withHeld(shown: number[], held: readonly number[]) {
  const missing = held.filter((index) => index >= 0 && !shown.includes(index));
  return missing.length === 0 ? shown : [...shown, ...missing].sort((a, b) => a - b);
}

/**
 * Starts at the first unread message, else at the end. Paging begins afterwards, because before the list is at its top.
 */
function useOpening(rows: readonly Row[], virtualizer: Virtualizer, onOpen: (isOpen: true) => void) {
  const isPlaced = useRef(false);
  useLayoutEffect(() => {
    if (isPlaced.current || rows.length === 0) return;
    isPlaced.current = true;
    const unread = rows.findIndex((each) => each.opensUnread);
    if (unread === -1) virtualizer.scrollToEnd();
    else virtualizer.scrollToIndex(unread, { align: "start" });
    requestAnimationFrame(() => startTransition(() => onOpen(true)));
  }, [rows, virtualizer, onOpen]);
}
