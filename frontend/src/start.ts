import { askEarly } from "@/entities/rooms/earlyRequests";
import { findFonts } from "@/lib/browser/fonts";
import { startSession } from "@/lib/session/session";

// What the server can say, and what draws messages, is asked for while the rest of the scripts is still on its way.
void startSession();
askEarly();

/** Undefined where the page shows none. A failure is told to who draws them. */
export const messages = /^\/(rooms\/|$)/.test(location.pathname) ? import("@/app/room/Conversation") : undefined;
messages?.catch(() => {});

findFonts();
