import { createContext } from "react";

/** Whether Tab reaches the controls of a message. In a list it reaches only those of the list's one tab stop. */
export const TabStop = createContext(false);
