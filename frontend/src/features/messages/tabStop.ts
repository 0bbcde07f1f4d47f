import { createContext } from "react";

/** Whether this message is the one tab stop of the list: only what is in it can be reached with Tab. */
export const TabStop = createContext(false);
