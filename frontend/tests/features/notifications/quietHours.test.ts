import { expect, it } from "vitest";
import { isQuiet } from "@/features/notifications/quietHours";

// The cases of tests/notifications/deciding/test_quiet_hours.py: tabs and pushes are quiet at the same times.
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const NIGHT = { start: "22:00", end: "07:00", days: EVERY_DAY };
const [BERLIN, NEW_YORK, TOKYO] = ["Europe/Berlin", "America/New_York", "Asia/Tokyo"];

it.each<[string, string, boolean]>([
  [BERLIN, "2026-03-29T00:59Z", true],
  [BERLIN, "2026-03-29T01:00Z", false],
  [BERLIN, "2026-10-25T00:15Z", true],
  [BERLIN, "2026-10-25T01:15Z", true],
  [BERLIN, "2026-10-25T02:00Z", false],
  [NEW_YORK, "2026-03-08T06:59Z", true],
  [NEW_YORK, "2026-03-08T07:00Z", false],
  [NEW_YORK, "2026-11-01T05:15Z", true],
  [NEW_YORK, "2026-11-01T06:15Z", true],
  [NEW_YORK, "2026-11-01T07:15Z", true],
  [NEW_YORK, "2026-11-01T07:30Z", false],
  [TOKYO, "2026-03-28T17:15Z", true],
  [TOKYO, "2026-03-28T17:30Z", false],
  ["", "2026-03-29T02:15Z", true],
  ["Not/AZone", "2026-03-29T02:15Z", true],
])("from one to half past two in %s, at %s: %s", (zone, moment, quiet) => {
  const hours = { start: "01:00", end: "02:30", days: EVERY_DAY };
  expect(isQuiet(hours, Date.parse(moment), zone)).toBe(quiet);
});

it.each([
  ["2026-06-01T21:59Z", false],
  ["2026-06-01T22:00Z", true],
  ["2026-06-02T00:00Z", true],
  ["2026-06-02T06:59Z", true],
  ["2026-06-02T07:00Z", false],
])("over midnight, at %s: %s", (moment, quiet) => {
  expect(isQuiet(NIGHT, Date.parse(moment), "")).toBe(quiet);
  expect(isQuiet(null, Date.parse(moment), "")).toBe(false);
});

it.each([
  ["2026-06-05T09:00Z", false],
  ["2026-06-05T23:00Z", true],
  ["2026-06-06T09:00Z", true],
  ["2026-06-06T23:00Z", true],
  ["2026-06-07T09:00Z", true],
  ["2026-06-07T23:00Z", false],
  ["2026-06-08T09:00Z", false],
])("on the days on which they start: the nights of Friday and Saturday, at %s: %s", (moment, quiet) => {
  expect(isQuiet({ start: "22:00", end: "10:00", days: [4, 5] }, Date.parse(moment), "")).toBe(quiet);
});
