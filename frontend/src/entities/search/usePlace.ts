import { type MouseEvent, type RefObject, useEffect, useLayoutEffect } from "react";
import { NavigationType, useLocation, useNavigationType } from "react-router";
import { keepPlace, placeIn } from "./lastPlace";
import { useSearchUrl } from "./useSearchUrl";

/**
 * Going back to a list shows it as it was: scrolled, and with focus on the result that was opened. Returns what to call
 * for each click in the list.
 */
export function usePlace(list: RefObject<HTMLElement | null>, isLoaded: boolean, onOpen: () => void) {
  const { key } = useLocation();
  const { list: entry } = useSearchUrl();
  const isBack = useNavigationType() === NavigationType.Pop;
  const place = isBack ? placeIn(key) : undefined;
  useLayoutEffect(() => {
    if (place && isLoaded && list.current) list.current.scrollTop = place.top;
  }, [place, isLoaded, list]);
  // After the layout effects of the page, which may move focus to what it opens with.
  useEffect(() => {
    if (!place || !isLoaded) return;
    const result = list.current?.querySelector<HTMLElement>(`[data-result="${place.result}"]`);
    result?.focus({ preventScroll: true });
    result?.scrollIntoView?.({ block: "nearest" });
  }, [place, isLoaded, list]);
  return ({ target }: MouseEvent) => {
    const result = target instanceof Element && target.closest<HTMLElement>("[data-result]")?.dataset.result;
    if (!result || !list.current) return;
    keepPlace(entry, { top: list.current.scrollTop, result });
    onOpen();
  };
}
