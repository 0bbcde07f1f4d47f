type Visible = { room: number; isAtEnd: () => boolean };
let visible: Visible | null = null;

/** Whether the room's newest message is in view in the focused window. */
export const isVisible = (room: number) => visible?.room === room && visible.isAtEnd();

/** `isAtEnd` is asked for each message: its list may have been scrolled without having been rendered. */
export function setVisibleRoom(room: number, isAtEnd: () => boolean) {
  visible = { room, isAtEnd };
}

export function clearVisibleRoom(room: number) {
  if (visible?.room === room) visible = null;
}
