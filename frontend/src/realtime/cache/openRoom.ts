let open: number | null = null;
let isKept = false;

/** The page of a room opened in this tab. Returns what closes it. */
export function openRoom(room: number) {
  open = room;
  isKept = false;
  return () => {
    if (open === room) open = null;
  };
}

/** The room was marked unread. While it is open it stays so, though its messages are in view. */
export function keepUnread(room: number) {
  if (room === open) isKept = true;
}

export function letRead(room: number) {
  if (room === open) isKept = false;
}

export const isKeptUnread = (room: number) => isKept && room === open;
