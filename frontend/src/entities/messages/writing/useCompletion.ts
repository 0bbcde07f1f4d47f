import { type KeyboardEvent, type RefObject, useState } from "react";
import { rememberEmoji } from "@/components/emoji/recentEmoji";
import { isOfInputMethod } from "@/lib/browser/inputMethod";
import { insertText } from "@/lib/browser/insertText";
import type { RoomSummary } from "@/lib/protocol/types";
import type { Suggestion } from "./suggestions";
import { type Token, tokenAt } from "./tokens";
import { useSuggestions } from "./useSuggestions";

const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };

/**
 * Suggests people after an @, rooms after a # and emoji after a colon. Focus stays in the field; while there are
 * suggestions they take its keys.
 */
export function useCompletion(field: RefObject<HTMLTextAreaElement | null>, room: RoomSummary) {
  const [token, setToken] = useState<Token | null>(null);
  const [pointed, point] = useState<string | null>(null);
  const offers = useSuggestions(token, room);
  const at = Math.max(
    0,
    offers.findIndex(({ key }) => key === pointed),
  );
  const active = offers[at];

  const look = () => {
    const box = field.current;
    const isCaret = box !== null && box.selectionStart === box.selectionEnd;
    setToken(isCaret ? tokenAt(box.value, box.selectionStart) : null);
    point(null);
  };
  const close = () => setToken(null);
  const choose = ({ kind, insert }: Suggestion) => {
    if (kind === "emoji") rememberEmoji(insert);
    if (field.current && token) insertText(field.current, insert, token.from, token.to);
    close();
  };
  /** Returns whether the suggestions took the key. */
  const take = (event: KeyboardEvent): boolean => {
    const { key, shiftKey } = event;
    if (!active || isOfInputMethod(event.nativeEvent)) return false;
    const step = STEPS[key];
    if (step !== undefined) point(offers[(at + step + offers.length) % offers.length]?.key ?? null);
    else if ((key === "Enter" || key === "Tab") && !shiftKey) choose(active);
    else if (key === "Escape") close();
    else return false;
    event.preventDefault();
    return true;
  };
  return { kind: token?.kind, offers, active, look, close, choose, take };
}
