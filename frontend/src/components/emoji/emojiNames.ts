import { lazyModule } from "@/lib/lazy/lazyModule";

/** The names of all emoji, for completing and replacing them. Loaded when a field for messages has the focus. */
export const emojiNames = lazyModule(() => import("./emojiSearch"));
