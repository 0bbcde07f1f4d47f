const DAY = 24 * 60 * 60_000;
const CLOCK = { hour: "numeric", minute: "2-digit" } as const;

export const clock = (date: Date, language: string) => format(date, language, CLOCK);

/** The time without "am" and "pm", for a narrow place beside messages whose first one has the whole time. */
export const shortClock = (date: Date, language: string) =>
  formatOf(language, CLOCK)
    .formatToParts(date)
    .map(({ type, value }) => (type === "dayPeriod" ? "" : value))
    .join("")
    .trim();

export const dateAndTime = (date: Date, language: string) =>
  format(date, language, { dateStyle: "medium", timeStyle: "short" });

export const fullDate = (date: Date, language: string) =>
  format(date, language, { dateStyle: "full", timeStyle: "short" });

/** The value of a date field, in the local time zone. */
export function dateValue(date: Date) {
  const [year, month, day] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return [String(year).padStart(4, "0"), String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");
}

/** The value of a field for a date and a time, in the local time zone. */
export function dateTimeValue(date: Date) {
  const [hours, minutes] = [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0"));
  return `${dateValue(date)}T${hours}:${minutes}`;
}

/** The start of a date field's day in the local time zone; null where the field holds no date. */
export function startOf(value: string): Date | null {
  const date = new Date(`${value}T00:00`);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** The time of a date today, else its day, with the year where it is not the current one. */
export function moment(date: Date, language: string, now = new Date()) {
  if (date.toDateString() === now.toDateString()) return clock(date, language);
  const year = date.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return format(date, language, { month: "short", day: "numeric", year });
}

const UNITS = [
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["day", DAY],
  ["hour", DAY / 24],
  ["minute", DAY / 24 / 60],
] as const;

/** How long ago, in the largest unit that fits: "3 hours ago". Less than a minute is "now". */
export function timeAgo(date: Date, language: string, now = new Date()) {
  const ago = now.getTime() - date.getTime();
  const [unit, length] = UNITS.find((each) => ago >= each[1]) ?? (["second", Number.POSITIVE_INFINITY] as const);
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-Math.trunc(ago / length) || 0, unit);
}

/** Days ago by the local calendar. 0: today; 1: yesterday. */
export function daysAgo(date: Date, now = new Date()) {
  return Math.round((startOfDay(now) - startOfDay(date)) / DAY);
}

/** The name of a day, with the year where it is not the current one. */
export function dayName(date: Date, language: string, now = new Date()) {
  const year = date.getFullYear() === now.getFullYear() ? undefined : "numeric";
  const weekday = language === "ja" ? "short" : "long";
  return wideBrackets(format(date, language, { weekday, day: "numeric", month: "long", year }));
}

/** Japanese text has wide brackets; Intl writes narrow ones: 11月25日(水). */
const wideBrackets = (text: string) => text.replace(/\((.)\)$/, "（$1）");

/** The names of some days of the week, of which 0 is Monday, as one list. */
export function dayNames(days: readonly number[], language: string) {
  const inAWeek = days.toSorted((one, other) => one - other);
  const names = inAWeek.map((day) => format(new Date(2024, 0, 1 + day), language, { weekday: "short" }));
  return new Intl.ListFormat(localeOf(language), { type: "conjunction" }).format(names);
}

const startOfDay = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

const formats = new Map<string, Intl.DateTimeFormat>();

const format = (date: Date, language: string, options: Intl.DateTimeFormatOptions) =>
  formatOf(language, options).format(date);

/** Creating a format costs more than using it, and every row needs one. */
function formatOf(language: string, options: Intl.DateTimeFormatOptions) {
  const key = language + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(localeOf(language), options);
  formats.set(key, known);
  return known;
}

/**
 * The texts are English or Japanese; the rest is the reader's region. A day has 24 hours for whoever has such a language
 * first: English is often the second one of a reader in Japan, as that of the United States.
 */
export function localeOf(language: string) {
  const [first] = navigator.languages;
  const own = navigator.languages.find((each) => each.startsWith(language)) ?? language;
  if (!first || first === own || hasTwelveHours(first)) return own;
  return new Intl.Locale(own, { hourCycle: "h23" }).toString();
}

const hasTwelveHours = (locale: string) =>
  new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions().hour12 === true;
