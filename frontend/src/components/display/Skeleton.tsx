import clsx from "clsx";

/** A quiet shape where something will be. It shows after 300 ms: what comes faster needs no stand-in. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div aria-hidden="true" className="animate-late">
      <div className={clsx("animate-breathe rounded-md bg-selected/75", className)} />
    </div>
  );
}
