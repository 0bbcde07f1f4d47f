import { create } from "zustand";

/** Whether the switcher is open. A shortcut and a button above the rooms open it. */
export const useSwitcher = create<{ open: boolean; show: () => void; close: () => void }>((set) => ({
  open: false,
  show: () => set({ open: true }),
  close: () => set({ open: false }),
}));
