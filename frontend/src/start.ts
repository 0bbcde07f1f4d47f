import { askEarly } from "@/features/rooms/early";
import { findFonts } from "@/lib/fonts";
import { startSession } from "@/lib/session";

// What the server can say, and what draws messages, is asked for while the rest of the scripts is still on its way.
void startSession();
askEarly();

/** Undefined where the page shows none. A failure is told to who draws them. */
export const messages = /^\/(rooms\/|$)/.test(location.pathname) ? import("@/features/messages") : undefined;
messages?.catch(() => {});

findFonts();
