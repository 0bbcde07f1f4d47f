import { conversationModule } from "@/app/room/conversationModule";
import { requestEarly } from "@/entities/rooms/earlyRequests";
import { preloadFonts } from "@/lib/browser/fonts";
import { loadTexts, preferredLanguage } from "@/lib/i18n/languages";
import { startSession } from "@/lib/session/session";

// Requests the session, the rooms, the texts and the conversation's chunk while the other scripts are loading.
void startSession();
requestEarly();
void loadTexts(preferredLanguage(), "first");

/** Undefined on pages without messages. The component that renders the chunk handles a failure. */
export const messages = /^\/(rooms\/|$)/.test(location.pathname) ? conversationModule.load() : undefined;
messages?.catch(() => {});

preloadFonts();
