import { type RefObject, useEffect, useRef, useState } from "react";
import { usePresences, watchPresence } from "@/realtime/presence/presence";

/** A person's presence, watched while the element is in view, so that a long list watches only what it shows. */
export function usePresence<T extends HTMLElement>(user: number) {
  const ref = useRef<T>(null);
  const isSeen = useSeen(ref);
  useEffect(() => {
    if (isSeen) return watchPresence(user);
  }, [user, isSeen]);
  return { ref, state: usePresences((states) => states[user]) };
}

function useSeen(ref: RefObject<HTMLElement | null>) {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (!ref.current) return;
    const observer = new IntersectionObserver((entries) => setSeen(entries.at(-1)?.isIntersecting ?? false));
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [ref]);
  return isSeen;
}
