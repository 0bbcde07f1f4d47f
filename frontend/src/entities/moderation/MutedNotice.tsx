import { Timer } from "lucide-react";
import { useTranslation } from "react-i18next";
import { dateAndTime } from "@/lib/i18n/dates";
import { clockOf } from "@/lib/i18n/durations";
import type { Mute } from "@/lib/protocol/types";

/** Seconds. A mute that lasts longer shows its end alone. */
const COUNTED = 24 * 3600;

type Props = { title: string; mute: Mute; left: number };

/** In the place of a composer, which `title` names: until when I may not write, and why. */
export function MutedNotice({ title, mute: { room, until, reason }, left }: Props) {
  const { t, i18n } = useTranslation("messages");
  const when = until && dateAndTime(new Date(until), i18n.language);
  return (
    <section aria-label={title} className="border-line border-t px-5 py-3 text-center text-sm">
      <p role="status" className="text-balance font-medium">
        {when === null
          ? t(room === null ? "mutedEverywhere" : "mutedHere")
          : t(room === null ? "mutedEverywhereUntil" : "mutedHereUntil", { when })}
      </p>
      {reason && <p className="wrap-anywhere mt-0.5 text-balance text-muted">{t("mutedReason", { reason })}</p>}
      {until !== null && left <= COUNTED && (
        // role=timer is not announced each second.
        <p role="timer" className="mt-0.5 flex items-center justify-center gap-1.5 text-muted text-xs tabular-nums">
          <Timer aria-hidden="true" className="size-3.5" />
          {t("mutedLeft", { time: clockOf(left) })}
        </p>
      )}
    </section>
  );
}
