// @vitest-environment jsdom
import { afterEach, expect, it, vi } from "vitest";
import { withdraw } from "@/features/notifications/push";

const shown = (room: number, seq: number) => ({ data: { room, seq }, close: vi.fn() });

function browserShows(...notifications: object[]) {
  const registration = { getNotifications: async () => notifications };
  vi.stubGlobal("navigator", { serviceWorker: { getRegistration: async () => registration } });
}

afterEach(() => vi.unstubAllGlobals());

it("closes what is read, and nothing that has arrived before its message", async () => {
  const [read, early, elsewhere, test] = [
    shown(1, 5),
    shown(2, 9),
    shown(3, 1),
    { data: { test: true }, close: vi.fn() },
  ];
  browserShows(read, early, elsewhere, test);
  await withdraw(
    new Map([
      [1, 5],
      [2, 8],
    ]),
  );
  expect(read.close).toHaveBeenCalledOnce();
  for (const kept of [early, elsewhere, test]) expect(kept.close).not.toHaveBeenCalled();
});
