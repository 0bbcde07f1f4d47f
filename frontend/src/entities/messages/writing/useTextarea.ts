import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

/**
 * The composer's textarea: as tall as its text, and focused where there is a keyboard. `occasion`: what one has asked to
 * write, an answer to a message or an edit. Another one brings the focus.
 */
export function useTextarea(text: string, occasion: number | "edit" | undefined) {
  const field = useRef<HTMLTextAreaElement>(null);
  useHeight(field, text);
  useFocusOnOpen(field, occasion);
  return field;
}

/** `field-sizing: content` does what the measuring below does, without laying the page out twice for each key. */
const SIZES_ITSELF = globalThis.CSS?.supports?.("field-sizing", "content") ?? false;

function useHeight(field: RefObject<HTMLTextAreaElement | null>, text: string) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height
  useLayoutEffect(() => {
    const box = field.current;
    if (!box || SIZES_ITSELF) return;
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  }, [field, text]);
}

/**
 * On touch only on demand: the on-screen keyboard would cover the messages. The field and its text stay when an answer is
 * sent or given up, and so do its caret and its keyboard: the button that gave it up is gone.
 */
function useFocusOnOpen(field: RefObject<HTMLTextAreaElement | null>, occasion: number | "edit" | undefined) {
  const before = useRef(occasion);
  useEffect(() => {
    const box = field.current;
    const isOver = occasion === undefined && before.current !== undefined;
    before.current = occasion;
    if (!box || box === document.activeElement) return;
    if (isOver) {
      if (document.activeElement === document.body) box.focus();
      return;
    }
    if (occasion === undefined && !(matchMedia("(pointer: fine)").matches && !isElsewhere(box))) return;
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  }, [field, occasion]);
}

/** In a slow room load, the person may be in a menu, a dialog, another field or the results of a search, or at a linked message. */
function isElsewhere(box: HTMLElement) {
  const isOpen = document.querySelector("[role=menu], [role=dialog], [role=alertdialog]") !== null;
  const active = document.activeElement;
  if (isOpen || active === null) return isOpen;
  return active.matches("input, textarea, select, [data-keeps-focus] *") || isMessageFor(box, active);
}

/** Opening a thread from a focused message moves focus to the thread's field. */
function isMessageFor(box: HTMLElement, active: Element) {
  const panel = box.closest("aside");
  return active.matches("[role=feed] article") && (!panel || panel.contains(active));
}
