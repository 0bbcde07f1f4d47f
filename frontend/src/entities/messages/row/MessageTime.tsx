import clsx from "clsx";
import type { PointerEvent } from "react";
import { useTranslation } from "react-i18next";
import { clock, fullDate, shortClock } from "@/lib/i18n/dates";

export function Time({ at, className }: { at: Date; className?: string }) {
  const { i18n } = useTranslation();
  return (
    <time
      dateTime={at.toISOString()}
      {...toldWhole(at, i18n.language)}
      className={clsx("shrink-0 font-normal text-muted text-xs", className)}
    >
      {clock(at, i18n.language)}
    </time>
  );
}

/** Shows the whole date on hover. It is formatted only then: the first one of a page takes a phone 30 ms. */
export function toldWhole(at: Date, language: string) {
  return {
    onPointerEnter: ({ currentTarget }: PointerEvent<HTMLElement>) => {
      currentTarget.title = fullDate(at, language);
    },
  };
}

/** The time of a message without a name above it, shown on hover. */
export function HoverTime({ at }: { at: Date }) {
  const { i18n } = useTranslation();
  return (
    <time
      aria-hidden="true"
      {...toldWhole(at, i18n.language)}
      className="invisible block whitespace-nowrap text-right text-2xs text-muted leading-6 group-hover:visible group-focus:visible"
    >
      {shortClock(at, i18n.language)}
    </time>
  );
}
