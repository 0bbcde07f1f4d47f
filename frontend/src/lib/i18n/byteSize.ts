import { localeOf } from "./dates";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
const STEP = 1000;

/** A number of bytes as people say it: "2.4 MB". */
export function byteSize(bytes: number, language: string) {
  let size = bytes;
  let unit = 0;
  // What would be rounded to 1000 is 1 of the next unit.
  while (Math.round(size) >= STEP && unit < UNITS.length - 1) {
    size /= STEP;
    unit += 1;
  }
  return new Intl.NumberFormat(localeOf(language), {
    style: "unit",
    unit: UNITS[unit] as string,
    unitDisplay: unit === 0 ? "long" : "short",
    maximumFractionDigits: unit > 0 && size < 10 ? 1 : 0,
  }).format(size);
}
