import { useEffect, useRef } from "react";

/** Calls back when what was visible to the person no longer is. */
export function useOnUnseen(isSeen: boolean, tell: () => void) {
  const was = useRef(isSeen);
  useEffect(() => {
    if (was.current && !isSeen) tell();
    was.current = isSeen;
  }, [isSeen, tell]);
}
