import { lazyModule } from "@/lib/lazy/lazyModule";

/** The names of all emoji, for completing and replacing them. Loaded when a name is typed. */
export const emojiNames = lazyModule(() => import("./emojiSearch"));
