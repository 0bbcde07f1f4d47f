import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

/** The field one writes in: as tall as its text, and ready to type where a keyboard is at hand. */
export function useField(text: string, isWanted: boolean) {
  const field = useRef<HTMLTextAreaElement>(null);
  useHeight(field, text);
  useFocusOnOpen(field, isWanted);
  return field;
}

function useHeight(field: RefObject<HTMLTextAreaElement | null>, text: string) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height
  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  }, [field, text]);
}

/** Not on touch unless asked for: there the keyboard would cover what the person came to read. */
function useFocusOnOpen(field: RefObject<HTMLTextAreaElement | null>, isWanted: boolean) {
  useEffect(() => {
    const box = field.current;
    if (box && (isWanted || (matchMedia("(pointer: fine)").matches && !isElsewhere(box)))) box.focus();
  }, [field, isWanted]);
}

/** A room that took long to load finds the person in a menu, a dialog or another field, or at the message they came for. */
function isElsewhere(box: HTMLElement) {
  const isOpen = document.querySelector("[role=menu], [role=dialog], [role=alertdialog]") !== null;
  const active = document.activeElement;
  return (
    isOpen || active?.matches("input, textarea, select") === true || (active !== null && isMessageFor(box, active))
  );
}

/** From a message in the room to the thread's field is where one goes who opens the thread. */
function isMessageFor(box: HTMLElement, active: Element) {
  const panel = box.closest("aside");
  return active.matches("[role=feed] article") && (!panel || panel.contains(active));
}
