import { type RefObject, useLayoutEffect } from "react";
import { composerBeside } from "@/entities/messages/composerBeside";

/** Where focus goes after an edit. */
export type Way = "composer" | "row";

/**
 * Back to where it is now: the composer, or the row for somebody who uses the keyboard. Somebody who uses the mouse goes
 * on in the composer. On touch the composer would open the keyboard.
 */
export function wayBack(): Way {
  const from = document.activeElement;
  const isByKeyboard = from?.matches(":focus-visible:not(textarea)") === true;
  const hasKeyboard = matchMedia("(pointer: fine)").matches;
  return from?.matches("textarea") || (hasKeyboard && !isByKeyboard) ? "composer" : "row";
}

/** Moves the focus when the editor goes, unless it has moved on. */
export function useFocusBack(box: RefObject<HTMLElement | null>, way: Way) {
  useLayoutEffect(() => {
    const editor = box.current;
    const row = editor?.closest("article");
    if (!editor || !row) return;
    return () => {
      if (!editor.contains(document.activeElement)) return;
      const target = (way === "composer" && composerBeside(row)) || row;
      target.focus({ preventScroll: true });
    };
  }, [box, way]);
}
