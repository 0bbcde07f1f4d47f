import { type ReactNode, useEffect } from "react";
import { useConnectionLines } from "./lines";
import { useConnectionNotice } from "./useConnectionNotice";

/** A line of the page that shows the connection's state while there is one to show, else its children. */
export function ConnectionLine({ children }: { children: ReactNode }) {
  const notice = useConnectionNotice();
  const add = useConnectionLines((state) => state.add);
  useEffect(() => {
    add(1);
    return () => add(-1);
  }, [add]);
  if (!notice) return children;
  // The shell announces it.
  return (
    <p aria-hidden="true" title={notice} className="h-6 animate-appear truncate px-5 text-muted text-xs leading-5">
      {notice}
    </p>
  );
}
