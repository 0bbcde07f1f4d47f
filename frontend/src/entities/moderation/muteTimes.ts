import { useTranslation } from "react-i18next";
import { durationOf } from "@/lib/i18n/durations";

/** Seconds that a mute lasts; null until somebody lifts it. */
export const MUTE_SECONDS = { tenMinutes: 600, hour: 3600, day: 86_400, week: 604_800, forGood: null } as const;

export type MuteTime = keyof typeof MUTE_SECONDS;

/** The choices in the person's language. */
export function useMuteTimes(): Record<MuteTime, string> {
  const { t, i18n } = useTranslation("moderation");
  const lasts = (time: Exclude<MuteTime, "forGood">) => durationOf(MUTE_SECONDS[time], i18n.language);
  return {
    tenMinutes: lasts("tenMinutes"),
    hour: lasts("hour"),
    day: lasts("day"),
    week: lasts("week"),
    forGood: t("muteForGood"),
  };
}
