import { type MouseEvent, useCallback } from "react";
import { useNavigate } from "react-router";

/**
 * Opens the rooms of a list without loading the page again. One handler for all links: the router's own links render
 * again on every visit, each of them.
 */
export function useFollowLinks() {
  const navigate = useNavigate();
  return useCallback(
    (event: MouseEvent<HTMLElement>) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
      if (!link || !isPlain || event.defaultPrevented) return;
      event.preventDefault();
      navigate(link.pathname);
    },
    [navigate],
  );
}
