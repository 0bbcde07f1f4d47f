import { create } from "zustand";

type RoomDialog = "new" | "browse" | "talk";

/** The dialogs that more than one place opens; RoomDialogs, in the shell, draws them. */
export const useRoomDialogs = create<{
  shown: RoomDialog | null;
  show: (dialog: RoomDialog) => void;
  close: () => void;
}>((set) => ({
  shown: null,
  show: (shown) => set({ shown }),
  close: () => set({ shown: null }),
}));
