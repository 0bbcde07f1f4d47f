import clsx from "clsx";
import { errorText } from "@/lib/i18n/errorText";

/** The error of a form as a whole. Screen readers read it out when it appears. */
export function FormError({ error, className }: { error: unknown; className?: string }) {
  return (
    <div role="alert" className={clsx(!error && "hidden", className)}>
      {error ? (
        <p className="rounded-lg border border-danger/40 bg-danger/8 px-3 py-2 text-danger text-sm">
          {errorText(error)}
        </p>
      ) : null}
    </div>
  );
}
