import { useCallback, useRef } from "react";
import { tellTyping } from "@/realtime";

const AT_MOST_EVERY = 3000;

export function useTypingSignal(room: number, thread: number | null) {
  const last = useRef(Number.NEGATIVE_INFINITY);
  return useCallback(() => {
    if (performance.now() - last.current < AT_MOST_EVERY) return;
    last.current = performance.now();
    tellTyping(room, thread);
  }, [room, thread]);
}
