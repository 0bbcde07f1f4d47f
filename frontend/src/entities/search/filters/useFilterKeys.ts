import { type KeyboardEvent, type RefObject, useState } from "react";
import { isOfInputMethod } from "@/lib/browser/inputMethod";
import { insertText } from "@/lib/browser/insertText";
import type { Offer } from "./offers";
import { type FilterToken, filterTokenAt } from "./parts";
import { useOffers } from "./useOffers";

const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };

/**
 * Offers filters while one is typed. Focus stays in the field. Enter takes the first value of a filter; a word that may
 * also be searched is only taken once the arrows have pointed at its filter.
 */
export function useFilterKeys(field: RefObject<HTMLInputElement | null>) {
  const [token, setToken] = useState<FilterToken | null>(null);
  const [pointed, point] = useState<string | null>(null);
  const { offers, isSearching } = useOffers(token);
  const at = offers.findIndex(({ key }) => key === pointed);
  const active = offers[at] ?? (token?.name ? offers[0] : undefined);

  const look = () => {
    const box = field.current;
    const isCaret = box !== null && box.selectionStart === box.selectionEnd;
    const next = isCaret ? filterTokenAt(box.value, box.selectionStart ?? 0) : null;
    // The browser also tells of a selection that has not moved.
    if (JSON.stringify(next) === JSON.stringify(token)) return;
    setToken(next);
    point(null);
  };
  const close = () => setToken(null);
  const choose = ({ insert }: Offer) => {
    if (!field.current || !token) return;
    insertText(field.current, insert, token.from, token.to);
    look();
  };
  /** Returns whether the offers took the key. */
  const take = (event: KeyboardEvent): boolean => {
    const { key, shiftKey } = event;
    if (offers.length === 0 || isOfInputMethod(event.nativeEvent)) return false;
    const step = STEPS[key];
    if (step !== undefined) point(next(step)?.key ?? null);
    else if ((key === "Enter" || key === "Tab") && !shiftKey && active) choose(active);
    else if (key === "Escape") close();
    else return false;
    event.preventDefault();
    return true;
  };
  const next = (step: number) => {
    const from = active ? offers.indexOf(active) : step < 0 ? 0 : -1;
    return offers[(from + step + offers.length) % offers.length];
  };
  /** Whether the value of a filter is being typed: a search with a half of it would find something else. */
  const isUnfinished = token?.name !== undefined && (offers.length > 0 || isSearching);
  return { offers, active, isUnfinished, look, close, choose, take };
}
