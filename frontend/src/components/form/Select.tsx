import clsx from "clsx";
import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { inputClass } from "./Field";

/** A native list with the arrow of the other controls: browsers put their own close to the border, and indent the text. */
export function Select({ className, ...select }: ComponentProps<"select">) {
  return (
    <span className="relative block w-full min-w-0">
      <select {...select} className={clsx(inputClass, "appearance-none truncate pr-9", className)} />
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 right-3 my-auto size-4 text-muted"
      />
    </span>
  );
}
