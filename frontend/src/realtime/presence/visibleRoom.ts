let watched: number | null = null;

/** The room whose newest message is in view, in a window that has the person's attention. */
export function watchedRoom() {
  return watched;
}

export function watch(room: number) {
  watched = room;
}

export function unwatch(room: number) {
  if (watched === room) watched = null;
}
