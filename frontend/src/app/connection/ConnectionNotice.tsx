import { useConnectionLines } from "./lines";
import { useConnectionNotice } from "./useConnectionNotice";

/** Announces the connection's state. It lies over the page where no line of the page shows it, and moves nothing. */
export function ConnectionNotice() {
  const notice = useConnectionNotice();
  const hasLine = useConnectionLines(({ lines }) => lines > 0);
  return (
    <div role="status" className={hasLine ? "sr-only" : "pointer-events-none fixed inset-x-4 top-16 z-30 flex"}>
      {notice && (
        <p className="mx-auto animate-appear rounded-full border border-line bg-overlay px-4 py-1.5 text-center text-muted text-sm shadow-float">
          {notice}
        </p>
      )}
    </div>
  );
}
