import { accessToken } from "@/lib/session/session";

/** Milliseconds in which a second failure is not the cookie's. */
const RENEWED_FOR = 60_000;

let renewal: Promise<unknown> = Promise.resolve();
let renewedAt = Number.NEGATIVE_INFINITY;

/**
 * Renews the session, whose answer sets the cookie that lets pictures in. Many pictures that fail together renew it
 * once. Resolves also where renewing failed.
 */
export function renewAccess(): Promise<unknown> {
  if (performance.now() - renewedAt < RENEWED_FOR) return renewal;
  renewedAt = performance.now();
  renewal = accessToken()
    .then((token) => accessToken(token))
    .catch(() => {});
  return renewal;
}
