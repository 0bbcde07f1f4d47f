// @vitest-environment jsdom
import { expect, it } from "vitest";
import { neighbour } from "@/features/room-list/useRoomKeys";

const list = [{ id: 1 }, { id: 2 }, { id: 3 }];
const isAny = () => true;

it.each([
  [2, 1, 3],
  [2, -1, 1],
  [3, 1, 1],
  [1, -1, 3],
  [9, 1, 1],
  [9, -1, 3],
] as const)("from room %i by %i to %i", (here, step, there) => {
  expect(neighbour(list, here, step, isAny)?.id).toBe(there);
});

it("passes over rooms that do not fit, and stays where none does", () => {
  expect(neighbour(list, 1, 1, ({ id }) => id === 3)?.id).toBe(3);
  expect(neighbour(list, 1, 1, ({ id }) => id === 1)).toBeUndefined();
});
