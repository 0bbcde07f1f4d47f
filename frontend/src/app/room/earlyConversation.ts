import { conversationModule } from "./conversationModule";

/**
 * The conversation's chunk, requested with the page. Undefined on pages without messages. The component that renders the
 * chunk handles a failure.
 */
export const earlyConversation = /^\/(rooms\/|$)/.test(location.pathname) ? conversationModule.load() : undefined;
earlyConversation?.catch(() => {});
