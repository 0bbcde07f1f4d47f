import type { Me, SignedIn } from "@/lib/protocol/types";
import { clockDifference } from "./serverTime";

/**
 * The result of a sign-in or a refresh. `renewAt` and `expiresAt` are milliseconds of this machine's clock. The
 * server's clock is `ahead` of it; a tab of an earlier version does not say.
 */
export type Grant = { access: string; session: string; user: Me; renewAt: number; expiresAt: number; ahead?: number };

const RENEW_AHEAD = 60_000;

/** Counted from the arrival of the answer, because the server's clock may differ. */
export function grantOf({ access, expires_in, session, user }: SignedIn): Grant {
  const life = expires_in * 1000;
  const now = Date.now();
  return {
    access,
    session,
    user,
    renewAt: now + life - Math.min(RENEW_AHEAD, life / 2),
    expiresAt: now + life,
    ahead: clockDifference(access),
  };
}

export const isFresh = (grant: Grant) => Date.now() < grant.renewAt;

export const isUsable = (grant: Grant) => Date.now() < grant.expiresAt;
