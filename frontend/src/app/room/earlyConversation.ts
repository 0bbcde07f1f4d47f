import { wasSignedIn } from "@/lib/session/storedData";
import { conversationModule } from "./conversationModule";

/**
 * The conversation's chunk, requested with the page. Undefined on pages without messages, and for whoever
 * probably signs in first. The component that renders the chunk handles a failure.
 */
const showsMessages = wasSignedIn() && /^\/(rooms\/|$)/.test(location.pathname);

export const earlyConversation = showsMessages ? conversationModule.load() : undefined;
earlyConversation?.catch(() => {});
