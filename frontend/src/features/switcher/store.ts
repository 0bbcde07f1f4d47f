import { create } from "zustand";

/** Whether the switcher is open: the keys open it, and so does the button above the rooms. */
export const useSwitcher = create<{ open: boolean; show: () => void; close: () => void }>((set) => ({
  open: false,
  show: () => set({ open: true }),
  close: () => set({ open: false }),
}));
