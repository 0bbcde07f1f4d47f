import { type ComponentType, createContext } from "react";

/** The message that is edited in its row, and what the row shows in place of its text. */
type Edited = { id: number; Editor: ComponentType };

/** The value stays the same object while the same message is edited: every row of the page reads it. */
export const EditedContext = createContext<Edited | null>(null);
