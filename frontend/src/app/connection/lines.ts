import { create } from "zustand";

/** How many lines of the page can show the connection's state. */
export const useConnectionLines = create<{ lines: number; add: (change: number) => void }>((set) => ({
  lines: 0,
  add: (change) => set(({ lines }) => ({ lines: lines + change })),
}));
