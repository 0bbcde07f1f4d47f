const KEPT = 50;

const keyOf = (user: number) => `irori.recent.${user}`;

/** Ids of the rooms that a person visited on this device, the last one first. */
export function recentRooms(user: number): number[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(user)) ?? "[]");
    return Array.isArray(kept) ? kept.filter(Number.isInteger) : [];
  } catch {
    return [];
  }
}

export function rememberVisit(user: number, room: number) {
  const others = recentRooms(user).filter((each) => each !== room);
  try {
    localStorage.setItem(keyOf(user), JSON.stringify([room, ...others].slice(0, KEPT)));
  } catch {
    // The storage is full or forbidden, and only the order of the rooms is lost.
  }
}
