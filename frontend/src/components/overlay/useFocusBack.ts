import { useEffect, useLayoutEffect, useRef } from "react";

/** Returns focus after an overlay of Radix, which does so itself only for one with a trigger. */
export function useFocusBack(open: boolean) {
  const openers = useOpeners(open);
  return (event: Event) => {
    event.preventDefault();
    giveBack(openers.current);
  };
}

/** Returns focus after a part of the page that went. */
export function useFocusBackFromPart(open: boolean) {
  const openers = useOpeners(open);
  useEffect(() => {
    if (open) return () => giveBack(openers.current);
  }, [open, openers]);
}

/** What had the focus before, and then what is around it: the opener may have gone with what was done. */
function useOpeners(open: boolean) {
  const openers = useRef<readonly HTMLElement[]>([]);
  useLayoutEffect(() => {
    if (open) openers.current = withAround(openerOf(document.activeElement));
  }, [open]);
  return openers;
}

/** A menu that opens a dialog is gone when the dialog closes; its control is still there. */
function openerOf(focused: Element | null) {
  const menu = focused?.closest("[role=menu]");
  return menu ? document.getElementById(menu.getAttribute("aria-labelledby") ?? "") : focused;
}

function withAround(opener: Element | null) {
  const found: HTMLElement[] = [];
  for (let each = opener; each; each = each.parentElement?.closest("[tabindex]") ?? null) {
    if (each instanceof HTMLElement && each !== document.body) found.push(each);
  }
  return found;
}

function giveBack(openers: readonly HTMLElement[]) {
  for (const each of openers) {
    // Focus has moved on, or what had it is here again.
    if (document.activeElement !== document.body) return;
    each.focus({ preventScroll: each !== openers[0] });
  }
}
