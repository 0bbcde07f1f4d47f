import { create } from "zustand";

type RoomDialog = "new" | "browse" | "talk";

/** Dialogs that several places open. RoomDialogs renders them in the shell. */
export const useRoomDialogs = create<{
  shown: RoomDialog | null;
  show: (dialog: RoomDialog) => void;
  close: () => void;
}>((set) => ({
  shown: null,
  show: (shown) => set({ shown }),
  close: () => set({ shown: null }),
}));
