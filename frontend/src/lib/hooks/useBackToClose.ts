import { useEffect, useRef } from "react";

/**
 * While the component is there, going back closes it. Returns a function that closes it too; what is then called may
 * open something else. The entry in the history has the same URL and state, so the router sees no other page.
 */
export function useBackToClose(onClosed: () => void) {
  const latest = useRef(onClosed);
  const isPushed = useRef(false);
  const isClosing = useRef(false);
  const next = useRef<(() => void) | undefined>(undefined);
  useEffect(() => {
    latest.current = onClosed;
  });
  useEffect(() => {
    if (!isPushed.current) history.pushState(history.state, "");
    isPushed.current = true;
    const onPop = () => {
      latest.current();
      next.current?.();
    };
    addEventListener("popstate", onPop, { once: true });
    return () => removeEventListener("popstate", onPop);
  }, []);
  return (then?: () => void) => {
    if (isClosing.current) return;
    isClosing.current = true;
    next.current = then;
    history.back();
  };
}
