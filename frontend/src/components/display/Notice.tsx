import type { ReactNode } from "react";

/** A message that screen readers read out when it appears. */
export function Notice({ children }: { children: ReactNode }) {
  return (
    <div role="status" className="rounded-lg border border-line bg-raised px-3 py-2 text-sm">
      {children}
    </div>
  );
}
