import type { NotificationPreferences } from "@/lib/protocol/types";

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** As notifications/deciding/quiet_hours.py: the wall clock alone is compared. `now`: milliseconds since 1970. */
export function isQuiet(hours: NotificationPreferences["quiet"], now: number, zone: string) {
  if (hours === null) return false;
  const { start, end, days } = hours;
  const { clock, today } = wallClock(now, zone);
  if (start < end) return start <= clock && clock < end && days.includes(today);
  if (clock >= start) return days.includes(today);
  return clock < end && days.includes((today + 6) % 7);
}

/** 0 is Monday. */
function wallClock(now: number, zone: string) {
  const parts = new Map(
    formatFor(zone)
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  );
  return { clock: `${parts.get("hour")}:${parts.get("minute")}`, today: WEEKDAYS.indexOf(parts.get("weekday") ?? "") };
}

function formatFor(timeZone: string) {
  const options = { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  try {
    return new Intl.DateTimeFormat("en", { ...options, timeZone: timeZone || "UTC" });
  } catch {
    // This browser does not know the zone.
    return new Intl.DateTimeFormat("en", { ...options, timeZone: "UTC" });
  }
}
