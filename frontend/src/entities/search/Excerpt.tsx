import { useMemo } from "react";
import type { FoundMessage } from "@/lib/protocol/types";
import { excerptOf } from "./excerpt";

/** The text around the first match, without markup, and with all matches marked. */
export function Excerpt({ found: { message, matches } }: { found: FoundMessage }) {
  const segments = useMemo(() => excerptOf(message.text, matches), [message.text, matches]);
  let at = 0;
  return segments.map(({ text, isMatch }) => {
    const key = at;
    at += text.length;
    return isMatch ? (
      <mark key={key} className="rounded-sm bg-mark text-text">
        {text}
      </mark>
    ) : (
      <span key={key}>{text}</span>
    );
  });
}
