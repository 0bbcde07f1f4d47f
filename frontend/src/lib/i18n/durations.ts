const two = (part: number) => String(part).padStart(2, "0");

/** 0:07, 12:30, 1:00:00 */
export function clockOf(seconds: number) {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

const UNITS = [
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** A whole number of the largest unit: "5 minutes", "1 day". */
export function durationOf(seconds: number, language: string) {
  const [unit, length] = UNITS.find((each) => seconds > 0 && seconds % each[1] === 0) ?? (["second", 1] as const);
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(seconds / length);
}
