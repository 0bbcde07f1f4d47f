import type { LucideIcon } from "lucide-react";
import { createContext } from "react";
import type { MessageKey } from "@/lib/shortcuts";
import type { Message } from "@/lib/wire";

/** Something a person may do with a message: an item of its menu, and a key while it has focus. */
export type Deed = { name: MessageKey; icon: LucideIcon; label: string; danger?: boolean; act: () => void };

/** The same function as long as nothing about me changes: every row on the page asks it. */
export const DeedsOf = createContext<(message: Message) => readonly Deed[]>(() => []);
