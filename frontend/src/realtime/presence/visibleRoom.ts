let visible: number | null = null;

/** The room whose newest message is in view in the focused window. */
export function visibleRoom() {
  return visible;
}

export function setVisibleRoom(room: number) {
  visible = room;
}

export function clearVisibleRoom(room: number) {
  if (visible === room) visible = null;
}
