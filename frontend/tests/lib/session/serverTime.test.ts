import { afterEach, expect, it, vi } from "vitest";
import { clockDifference, keepClockDifference, serverNow } from "@/lib/session/serverTime";

const NOON = Date.UTC(2026, 10, 26, 12);

/** An access token that was made then. */
const token = (claims: object) =>
  ["e30", btoa(JSON.stringify(claims)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""), "x"].join(".");

afterEach(() => {
  vi.useRealTimers();
  keepClockDifference(0);
});

it("tells the server's time on a machine whose clock is wrong", () => {
  vi.useFakeTimers({ now: NOON - 3 * 3600_000 });
  keepClockDifference(clockDifference(token({ iat: NOON / 1000, name: "~~~???>>>" })));
  vi.advanceTimersByTime(1000);
  expect(serverNow().getTime()).toBe(NOON + 1000);
});

it.each(["", "x", "a.b.c", token({}), token({ iat: "now" })])("takes no difference from %j", (access) =>
  expect(clockDifference(access)).toBe(0),
);
