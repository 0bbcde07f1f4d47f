import type { KeyboardEvent } from "react";
import { isPressed, SHORTCUTS } from "@/lib/browser/shortcuts";

const { previous, next, mark } = SHORTCUTS.inbox;

/** What the links of all items have, in the order of the page. */
export const ITEM = "data-inbox-item";

/** The keys of a focused item. Where it is marked it leaves its part of the list, so focus goes on to the next one. */
export function itemKeys(onMark: () => void) {
  return (event: KeyboardEvent<HTMLElement>) => {
    const items = Array.from(document.querySelectorAll<HTMLElement>(`[${ITEM}]`));
    const at = items.indexOf(event.currentTarget);
    const isMark = isPressed(mark, event.nativeEvent);
    if (!isMark && !isPressed(previous, event.nativeEvent) && !isPressed(next, event.nativeEvent)) return;
    event.preventDefault();
    const after = items[at + 1];
    const before = items[at - 1];
    if (isMark) (after ?? before)?.focus();
    else (isPressed(next, event.nativeEvent) ? after : before)?.focus();
    if (isMark) onMark();
  };
}
