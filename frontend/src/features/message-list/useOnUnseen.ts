import { useEffect, useRef } from "react";

/** Tells when what was before the person's eyes no longer is. */
export function useLookingAway(isSeen: boolean, tell: () => void) {
  const was = useRef(isSeen);
  useEffect(() => {
    if (was.current && !isSeen) tell();
    was.current = isSeen;
  }, [isSeen, tell]);
}
