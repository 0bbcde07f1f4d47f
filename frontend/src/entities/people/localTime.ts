import { localeOf } from "@/lib/i18n/dates";

/** The time in a zone, with the day where it is another than here; undefined for a zone that this browser does not know. */
export function localTime(zone: string, now: Date, language: string): string | undefined {
  try {
    const isOtherDay = dayIn(zone, now) !== dayIn(undefined, now);
    const day = isOtherDay ? ({ weekday: "short" } as const) : {};
    return new Intl.DateTimeFormat(localeOf(language), {
      hour: "numeric",
      minute: "2-digit",
      ...day,
      timeZone: zone,
    }).format(now);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const dayIn = (timeZone: string | undefined, now: Date) =>
  new Intl.DateTimeFormat("en", { dateStyle: "short", timeZone }).format(now);
