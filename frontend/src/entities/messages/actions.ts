import type { LucideIcon } from "lucide-react";
import { createContext } from "react";
import type { MessageKey } from "@/lib/browser/shortcuts";
import type { Message, User } from "@/lib/protocol/types";

/** Something a person may do with a message: an item of its menu, and a key while it has focus. */
export type Deed = { name: MessageKey; icon: LucideIcon; label: string; danger?: boolean; act: () => void };

export type Asked = "remove" | "forward" | "edits" | "reactors" | "readers";

type Acts = {
  deedsOf: (message: Message) => readonly Deed[];
  mayReact: boolean;
  /** Adds my reaction, or takes it back. */
  react: (message: Message, emoji: string) => void;
  ask: (what: Asked, message: Message) => void;
  /** Null where the messages are those of a thread already. */
  openThread: ((root: number) => void) | null;
  /** Shows who somebody is, at the button that names them. Null where messages are only read. */
  introduce: ((user: User, button: HTMLElement) => void) | null;
};

const NOTHING: Acts = {
  deedsOf: () => [],
  mayReact: false,
  react: () => {},
  ask: () => {},
  openThread: null,
  introduce: null,
};

/** The same object as long as nothing about me changes: every row on the page asks it. */
export const ActsOf = createContext<Acts>(NOTHING);

export type People = ReadonlyMap<number, User>;

/** Who is known of those that messages name by their ids. */
export const PeopleOf = createContext<People>(new Map());
