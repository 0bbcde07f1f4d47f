import { createContext } from "react";

export const TooltipDelay = createContext(500);
