import { useEffect, useRef, useState } from "react";
import type { Search } from "@/entities/search/searchUrl";

/** Milliseconds without a key, after which the words are searched. */
const SETTLED = 300;

/**
 * The text of the field. What is typed is searched when it has settled; what the URL brings, as after going back,
 * replaces it. `isHeld`: a word is being composed, or half of a filter is typed.
 */
export function useTyped(search: Search, isHeld: boolean, onChange: (next: Search) => void) {
  const [typed, setTyped] = useState(search.text);
  const sent = useRef(search.text);
  /** Sent texts that the URL does not have yet: on a slow device several may be under way. */
  const pending = useRef<string[]>([]);
  const change = useRef(onChange);
  useEffect(() => {
    change.current = onChange;
  });
  const { text, sort } = search;
  useEffect(() => {
    if (text !== sent.current && pending.current.includes(text)) return;
    pending.current = [];
    if (text === sent.current) return;
    sent.current = text;
    setTyped(text);
  }, [text]);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => {
      // Enter may have sent it meanwhile.
      if (typed.trim() === sent.current.trim()) return;
      sent.current = typed;
      pending.current.push(typed);
      change.current({ text: typed, sort });
    }, SETTLED);
    return () => clearTimeout(timer);
  }, [typed, sort, isHeld]);
  /** Searches at once, also what was searched before. */
  const submit = (now = typed) => {
    setTyped(now);
    sent.current = now;
    if (now !== text) pending.current.push(now);
    onChange({ text: now, sort });
  };
  return { typed, setTyped, submit };
}
