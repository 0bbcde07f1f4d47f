import { Timer } from "lucide-react";
import { useTranslation } from "react-i18next";
import { clockOf, durationOf } from "@/lib/i18n/durations";

type Props = { seconds: number; left: number };

/** role=timer is not announced each second. */
export function SlowModeLine({ seconds, left }: Props) {
  const { t, i18n } = useTranslation("messages");
  return (
    <p role="timer" className="-mt-2 flex items-center gap-1.5 px-4 pb-2 text-muted text-xs tabular-nums md:px-6">
      <Timer aria-hidden="true" className="size-3.5" />
      {left > 0 ? t("slowWait", { time: clockOf(left) }) : t("slowMode", { time: durationOf(seconds, i18n.language) })}
    </p>
  );
}
