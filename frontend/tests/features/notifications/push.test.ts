// @vitest-environment jsdom
import { expect, it } from "vitest";
import { withdraw } from "@/features/notifications/push";
import { aDevice } from "./device";

const ME = 1;
const of = (room: number, seq: number, user = ME) => ({ room, seq, user });

it("closes what is read, and nothing that has arrived before its message", async () => {
  const device = aDevice();
  const read = device.show(of(1, 5));
  const kept = [of(2, 9), { test: true }].map(device.show);
  await withdraw(ME, { 1: 5, 2: 8 });
  expect(read.close).toHaveBeenCalledOnce();
  for (const each of kept) expect(each.close).not.toHaveBeenCalled();
});

it("closes what is of a room that is not mine any more, and what is for somebody else", async () => {
  const device = aDevice();
  const gone = [of(3, 1), of(1, 9, 7)].map(device.show);
  await withdraw(ME, { 1: 5 });
  for (const each of gone) expect(each.close).toHaveBeenCalledOnce();
});
