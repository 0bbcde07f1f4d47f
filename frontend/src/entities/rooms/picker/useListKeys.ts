import { type CompositionEvent, type KeyboardEvent, useRef, useState } from "react";
import { isSendKey } from "@/lib/browser/enterKey";
import { isOfInputMethod } from "@/lib/browser/inputMethod";
import type { Result } from "./results";

const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, PageUp: -5, PageDown: 5 };

/**
 * Keys of a search field with a list below it: focus stays in the field, and the arrows move the selection of Enter.
 */
export function useListKeys(results: readonly Result[]) {
  const [pointed, point] = useState<string | null>(null);
  const composition = useRef({ endedAt: Number.NEGATIVE_INFINITY });
  const at = Math.max(
    0,
    results.findIndex(({ key }) => key === pointed),
  );
  const active = results[at];

  const onKeyDown = (event: KeyboardEvent) => {
    const { nativeEvent } = event;
    const step = STEPS[nativeEvent.key];
    if (step !== undefined && !isOfInputMethod(nativeEvent) && results.length > 0) {
      event.preventDefault();
      point(results[moved(at, step, results.length)]?.key ?? null);
    } else if (isSendKey(nativeEvent, composition.current, "send") && active) {
      event.preventDefault();
      active.choose();
    }
  };
  const onCompositionEnd = (event: CompositionEvent) => {
    composition.current.endedAt = event.timeStamp;
  };
  const onInput = () => point(null);
  return { active, point, keys: { onKeyDown, onCompositionEnd, onInput } };
}

/** Single steps wrap around the ends; page steps stop there. */
function moved(at: number, step: number, count: number) {
  if (Math.abs(step) === 1) return (at + step + count) % count;
  return Math.min(count - 1, Math.max(0, at + step));
}
