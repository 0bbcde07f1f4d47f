import { expect, it } from "vitest";
import { endOfStatus } from "@/features/status/statusEnd";

// A Wednesday.
const now = new Date(2026, 10, 25, 14, 5, 20);

const at = (day: number, hour: number, minute: number) => new Date(2026, 10, day, hour, minute);

it.each([
  ["never", null],
  ["halfHour", at(25, 14, 36)],
  ["hour", at(25, 15, 6)],
  ["today", at(25, 23, 59)],
  ["week", at(29, 23, 59)],
] as const)("%s", (end, date) => expect(endOfStatus(end, now)).toEqual(date));

it("ends the week with its Sunday", () => expect(endOfStatus("week", at(29, 8, 0))).toEqual(at(29, 23, 59)));

it("takes the time that the person gives, by the local clock", () =>
  expect(endOfStatus("at", now, "2026-12-01T09:30")).toEqual(new Date(2026, 11, 1, 9, 30)));
