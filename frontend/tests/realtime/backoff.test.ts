import { describe, expect, it, vi } from "vitest";
import { backoff, longestWait, RESTARTING } from "@/realtime/backoff";

const attempts = [0, 1, 2, 3, 4, 5, 6, 30];

describe("the wait before coming back", () => {
  it("doubles from one second to fifteen", () => {
    expect(attempts.map((attempt) => longestWait(attempt))).toEqual([
      1000, 2000, 4000, 8000, 15_000, 15_000, 15_000, 15_000,
    ]);
  });

  it("is at most two seconds from a server that said it restarts, whatever went before", () => {
    for (const attempt of attempts) expect(longestWait(attempt, RESTARTING)).toBe(2000);
  });

  it("is spread over all of it", () => {
    const random = vi.spyOn(Math, "random");
    const waits = [0, 0.5, 0.999].map((share) => {
      random.mockReturnValue(share);
      return [backoff(2), backoff(2, RESTARTING)];
    });
    expect(waits).toEqual([
      [0, 0],
      [2000, 1000],
      [3996, 1998],
    ]);
  });
});
