import clsx from "clsx";

/** A placeholder that appears after 300 ms. Faster content needs none. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div aria-hidden="true" className="animate-late">
      <div className={clsx("animate-breathe rounded-md bg-selected/75", className)} />
    </div>
  );
}
