import { lazyModule } from "@/lib/lazy/lazyModule";

/**
 * What draws a room's messages. A chunk of its own, so that neither the room list nor the sign-in page waits for it.
 * Start requests it with the page.
 */
export const conversationModule = lazyModule(() => import("./Conversation"));
