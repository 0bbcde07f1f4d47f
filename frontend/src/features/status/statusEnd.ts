/** When a status ends. `kept`: as it does already; `at`: at a time that the person gives. */
export const STATUS_ENDS = ["never", "halfHour", "hour", "today", "week", "at"] as const;

export type StatusEnd = (typeof STATUS_ENDS)[number] | "kept";

const MINUTE = 60_000;

/**
 * Null: never. `now` is the server's time, so that a wrong clock here makes no difference to half an hour. Whole
 * minutes, so that a second press of the button sends the same request.
 */
export function endOfStatus(end: Exclude<StatusEnd, "kept">, now: Date, at = ""): Date | null {
  switch (end) {
    case "never":
      return null;
    case "halfHour":
      return inMinutes(now, 30);
    case "hour":
      return inMinutes(now, 60);
    case "today":
      return lastMinuteOf(now, 0);
    case "week":
      return lastMinuteOf(now, (7 - now.getDay()) % 7);
    case "at":
      return new Date(at);
  }
}

const inMinutes = (now: Date, minutes: number) => new Date(Math.ceil(now.getTime() / MINUTE + minutes) * MINUTE);

/** 23:59 of a day, by the local calendar. The week ends with its Sunday. */
const lastMinuteOf = (now: Date, daysAhead: number) =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + daysAhead, 23, 59);
