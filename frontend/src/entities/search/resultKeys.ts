import type { KeyboardEvent } from "react";

const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, PageUp: -5, PageDown: 5 };

/** Moves focus between the results, and from the first one back to the field. */
export function moveBetweenResults(event: KeyboardEvent<HTMLElement>, toField: () => void) {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (ctrlKey || metaKey || altKey || shiftKey || event.defaultPrevented) return;
  const results = resultsIn(event.currentTarget);
  const at = results.indexOf(document.activeElement as HTMLElement);
  if (at === -1) return;
  const next = targetOf(key, at, results.length);
  if (next === null) return;
  event.preventDefault();
  if (next < 0) toField();
  else results[next]?.focus();
}

/** -1: above the first result. */
function targetOf(key: string, at: number, count: number) {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = STEPS[key];
  if (step === undefined) return null;
  return step === -1 ? at - 1 : Math.min(count - 1, Math.max(0, at + step));
}

/** Returns whether there is a result. */
export function focusFirstResult(within: HTMLElement) {
  const [first] = resultsIn(within);
  first?.focus();
  return first !== undefined;
}

const resultsIn = (within: HTMLElement) => [...within.querySelectorAll<HTMLElement>("[data-result]")];
