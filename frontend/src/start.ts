import "@/app/room/earlyConversation";
import { earlyPaths, requestEarly } from "@/entities/rooms/earlyRequests";
import { preloadFonts } from "@/lib/browser/fonts";
import { loadTexts, preferredLanguage } from "@/lib/i18n/languages";
import { lazyModule } from "@/lib/lazy/lazyModule";
import { sessionAsked, startSession } from "@/lib/session/session";
import { wasSignedIn } from "@/lib/session/storedData";

const app = lazyModule(() => import("./main"));

// Requests the session, the rooms, the texts and the conversation's chunk while the other scripts are loading.
void startSession(earlyPaths());
requestEarly();
void loadTexts(preferredLanguage(), "first");
if (wasSignedIn()) void loadTexts(preferredLanguage(), "signedIn");

preloadFonts();

// Evaluating the app takes a phone a third of a second, in which no request would be sent.
void sessionAsked().then(() => app.whenLoaded());
