import { addTexts } from "@/lib/i18n/i18n";
import { lazyModule } from "@/lib/lazy/lazyModule";

/**
 * What only people who are signed in need: rooms, their cache, the socket. Whoever signs in does not wait for it, and
 * has it by the time the password is typed.
 */
export const signedInModule = lazyModule(
  async () => (await Promise.all([import("./SignedInApp"), addTexts("signedIn")]))[0],
);
