import { create } from "zustand";
import type { Message, RoomSummary, User } from "@/lib/protocol/types";

/** What is reported: a message, a person or a room. */
export type ReportTarget = { message: Message } | { user: User } | { room: RoomSummary };

export type ModerationDialog =
  | { kind: "report"; target: ReportTarget }
  | { kind: "mute"; room: number; user: User }
  | { kind: "wordRules"; room: number };

/** Dialogs of moderation that several places open. ModerationDialogs renders them in the shell. */
export const useModerationDialogs = create<{
  shown: ModerationDialog | null;
  show: (dialog: ModerationDialog) => void;
  close: () => void;
}>((set) => ({
  shown: null,
  show: (shown) => set({ shown }),
  close: () => set({ shown: null }),
}));
