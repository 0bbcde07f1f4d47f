import { createContext } from "react";

/** Whether Tab reaches what is in a message: in a list only that of the message which is its one tab stop. */
export const TabStop = createContext(false);
