import type { LucideIcon } from "lucide-react";
import { type ComponentType, createContext } from "react";
import type { MessageKey } from "@/lib/browser/shortcuts";
import type { Message, RoomSummary, User } from "@/lib/protocol/types";

export type MessageDialogProps = { message: Message; room: RoomSummary; me: number; onClose: () => void };
export type MessageDialog = ComponentType<MessageDialogProps>;

/** What an action can use of the page around its message. */
export type ActionContext = {
  room: Pick<RoomSummary, "role" | "archived_at" | "posting" | "kind" | "member_count">;
  me: number;
  /** I may not write here for a time. */
  isMuted: boolean;
  reply: (message: Message) => void;
  edit: (message: Message) => void;
  /** Null inside a thread. */
  openThread: ((root: number) => void) | null;
  showDialog: (dialog: MessageDialog, message: Message) => void;
};

type ActionName = Exclude<MessageKey, "older" | "newer" | "oldest" | "newest">;

/**
 * One entry of the list in app/room/messageActions.ts: an item of a message's menu, and a key while the message has
 * focus.
 */
export type MessageAction = {
  name: ActionName;
  icon: LucideIcon;
  /** Replaces icon and label where the action has been done and would be undone. */
  undo?: (message: Message) => { icon: LucideIcon; label: "unpin" } | null;
  danger?: true;
  /** Also a button of the toolbar. */
  inToolbar?: true;
  /** A deleted message offers only actions that say so. */
  forDeleted?: true;
  isOffered: (message: Message, context: ActionContext) => boolean;
  run: (message: Message, context: ActionContext) => void;
};

/** An action bound to one message, with its label in the person's language. */
export type OfferedAction = {
  name: ActionName;
  icon: LucideIcon;
  label: string;
  danger: boolean;
  inToolbar: boolean;
  run: () => void;
};

type MessageActions = {
  actionsOf: (message: Message) => readonly OfferedAction[];
  mayReact: boolean;
  /** Adds my reaction, or removes it. */
  react: (message: Message, emoji: string) => void;
  showDialog: (dialog: MessageDialog, message: Message) => void;
  /** Opens the sheet with all actions, for touch. Null where messages are only read. */
  showSheet: ((message: Message) => void) | null;
  openThread: ((root: number) => void) | null;
  /** Opens a person's card at the button that names them. Null where messages are only read. */
  showPerson: ((user: User, button: HTMLElement) => void) | null;
};

const NO_ACTIONS: MessageActions = {
  actionsOf: () => [],
  mayReact: false,
  react: () => {},
  showDialog: () => {},
  showSheet: null,
  openThread: null,
  showPerson: null,
};

/** The value stays the same object while my rights stay the same: every row of the page reads it. */
export const MessageActionsContext = createContext<MessageActions>(NO_ACTIONS);
