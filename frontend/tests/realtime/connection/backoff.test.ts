import { describe, expect, it, vi } from "vitest";
import { longestWait, waitAfter } from "@/realtime/connection/backoff";
import { CLOSED } from "@/realtime/connection/closeCodes";

const failures = [0, 1, 2, 3, 4, 5, 6, 30];

describe("the wait before coming back", () => {
  it("doubles from one second to fifteen", () => {
    expect(failures.map((failed) => longestWait({ failed }))).toEqual([
      1000, 2000, 4000, 8000, 15_000, 15_000, 15_000, 15_000,
    ]);
  });

  it("is at most a second after a connection that worked, whatever went before", () => {
    for (const failed of failures) expect(longestWait({ failed, worked: true })).toBe(1000);
  });

  it("is at most two seconds from a server that said it restarts: everybody on it comes at once", () => {
    for (const failed of failures)
      expect(longestWait({ failed, worked: true, closeCode: CLOSED.restarting })).toBe(2000);
  });

  it("is hardly any once the network of this device is back", () => {
    for (const failed of failures) expect(longestWait({ failed, isNetworkBack: true })).toBe(100);
  });

  it("is spread over all of it", () => {
    const random = vi.spyOn(Math, "random");
    const waits = [0, 0.5, 0.999].map((share) => {
      random.mockReturnValue(share);
      return [waitAfter({ failed: 2 }), waitAfter({ failed: 2, closeCode: CLOSED.restarting })];
    });
    expect(waits).toEqual([
      [0, 0],
      [2000, 1000],
      [3996, 1998],
    ]);
  });
});
