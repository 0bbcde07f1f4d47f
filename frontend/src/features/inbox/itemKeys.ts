import type { KeyboardEvent } from "react";
import { isPressed, SHORTCUTS } from "@/lib/browser/shortcuts";

const { previous, next, mark } = SHORTCUTS.inbox;

/** What the links of all items have, in the order of the page. */
export const ITEM = "data-inbox-item";

/** The keys of a focused item. */
export function itemKeys(onMark: () => void) {
  return (event: KeyboardEvent<HTMLElement>) => {
    const link = event.currentTarget;
    const isMark = isPressed(mark, event.nativeEvent);
    const step = isPressed(next, event.nativeEvent) ? 1 : isPressed(previous, event.nativeEvent) ? -1 : 0;
    if (!isMark && step === 0) return;
    event.preventDefault();
    if (isMark) {
      leaveRow(link);
      return onMark();
    }
    const items = Array.from(document.querySelectorAll<HTMLElement>(`[${ITEM}]`));
    items[items.indexOf(link) + step]?.focus();
  };
}

/**
 * An item that is marked leaves its part of the list. Focus goes on to the same control of the next one there, so that
 * the same key never marks one of the other part the other way; after the last one to the part's heading.
 */
export function leaveRow(control: HTMLElement) {
  const row = control.closest("li");
  const beside = row?.nextElementSibling ?? row?.previousElementSibling;
  const same = beside?.querySelector<HTMLElement>(control.matches(`[${ITEM}]`) ? `[${ITEM}]` : "button");
  (same ?? control.closest("section")?.querySelector<HTMLElement>("h2"))?.focus();
}
