import { createContext } from "react";
import type { File } from "@/lib/protocol/types";

/** Opens a picture of the room. Null where nothing can be opened, such as before a message is stored. */
export const ViewerContext = createContext<((file: File) => void) | null>(null);
