import { create } from "zustand";

type ListDialog =
  | { kind: "move"; room: number }
  | { kind: "snooze"; room: number }
  | { kind: "new" }
  | { kind: "rename"; section: number }
  | { kind: "delete"; section: number }
  | { kind: "readAll" };

/** Dialogs about the list of rooms that several places open. ListDialogs renders them in the shell. */
export const useListDialogs = create<{
  shown: ListDialog | null;
  show: (dialog: ListDialog) => void;
  close: () => void;
}>((set) => ({
  shown: null,
  show: (shown) => set({ shown }),
  close: () => set({ shown: null }),
}));
