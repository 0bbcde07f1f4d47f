import { type RefObject, useLayoutEffect, useState } from "react";
import { composerBeside } from "@/entities/messages/composerBeside";

/**
 * After an edit, focus goes to where it came from: the composer, or the row for somebody who uses the keyboard. Somebody
 * who uses the mouse goes on in the composer. On touch the composer would open the keyboard.
 */
export function useFocusBack(box: RefObject<HTMLElement | null>) {
  const [opener] = useState(() => document.activeElement);
  useLayoutEffect(() => {
    const editor = box.current;
    const row = editor?.closest("article");
    if (!editor || !row) return;
    const goesOn = opener?.matches("textarea") || (!isByKeyboard(opener) && matchMedia("(pointer: fine)").matches);
    return () => {
      if (!editor.contains(document.activeElement)) return;
      const target = (goesOn && composerBeside(row)) || row;
      target.focus({ preventScroll: true });
    };
  }, [box, opener]);
}

const isByKeyboard = (opener: Element | null) => opener?.matches(":focus-visible") === true;
