import { createContext } from "react";
import type { Kind } from "@/realtime/uploads/attachment";

/** Adds files to the message of this composer. Without a kind pictures become photos. */
export type AddFiles = (files: readonly File[], kind?: Kind) => void;

/** Null in a composer that takes no files. */
export const AttachingContext = createContext<AddFiles | null>(null);
