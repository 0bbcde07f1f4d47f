import { deviceStorage } from "@/lib/browser/storage";

const KEPT = 50;

const keyOf = (user: number) => `irori.recent.${user}`;

/** Ids of the rooms that a person visited on this device, the last one first. */
export function recentRooms(user: number): number[] {
  try {
    const kept: unknown = JSON.parse(deviceStorage.get(keyOf(user)) ?? "[]");
    return Array.isArray(kept) ? kept.filter(Number.isInteger) : [];
  } catch {
    return [];
  }
}

export function rememberVisit(user: number, room: number) {
  const others = recentRooms(user).filter((each) => each !== room);
  deviceStorage.set(keyOf(user), JSON.stringify([room, ...others].slice(0, KEPT)));
}
