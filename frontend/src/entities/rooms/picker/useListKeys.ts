import { type CompositionEvent, type KeyboardEvent, useRef, useState } from "react";
import { sends } from "@/lib/browser/enterKey";
import type { Result } from "./results";

const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, PageUp: -5, PageDown: 5 };

/** The keys of a field with a list under it: focus stays in the field, the arrows move what Enter would choose. */
export function useListKeys(results: readonly Result[]) {
  const [pointed, point] = useState<string | null>(null);
  const composition = useRef({ endedAt: Number.NEGATIVE_INFINITY });
  const at = Math.max(
    0,
    results.findIndex(({ key }) => key === pointed),
  );
  const active = results[at];

  const onKeyDown = (event: KeyboardEvent) => {
    const { key, shiftKey, keyCode, timeStamp, isComposing } = event.nativeEvent;
    const step = STEPS[key];
    if (step !== undefined && !isComposing && results.length > 0) {
      event.preventDefault();
      point(results[moved(at, step, results.length)]?.key ?? null);
    } else if (sends({ key, shiftKey, keyCode, timeStamp, isComposing }, composition.current) && active) {
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

/** One step goes round the ends, a page stops there. */
function moved(at: number, step: number, count: number) {
  if (Math.abs(step) === 1) return (at + step + count) % count;
  return Math.min(count - 1, Math.max(0, at + step));
}
