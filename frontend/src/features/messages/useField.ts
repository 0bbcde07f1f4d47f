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
    if (isWanted || (matchMedia("(pointer: fine)").matches && !isElsewhere())) field.current?.focus();
  }, [field, isWanted]);
}

/** A room that took long to load finds the person in a menu, a dialog or another field. */
function isElsewhere() {
  const isOpen = document.querySelector("[role=menu], [role=dialog], [role=alertdialog]") !== null;
  return isOpen || document.activeElement?.matches("input, textarea, select") === true;
}
