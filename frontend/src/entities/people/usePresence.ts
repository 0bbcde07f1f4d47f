import { type RefObject, useEffect, useRef, useState } from "react";
import { usePresences, wantPresence } from "@/realtime/presence/presence";

/** How somebody is, asked for while the element is in view: a long list wants only those it shows. */
export function usePresence<T extends HTMLElement>(user: number) {
  const ref = useRef<T>(null);
  const isSeen = useSeen(ref);
  useEffect(() => {
    if (isSeen) return wantPresence(user);
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
