import { ApiError } from "@/lib/http/request";
import type { ErrorCode } from "@/lib/protocol/types";
import { SignedOut } from "@/lib/session/session";

/**
 * What follows a failed try. `again`: the same upload goes on, after a wait. `anew`: the server has nothing of it any
 * more. `refused`: the person decides.
 */
export type Verdict = { next: "again"; after: number | null } | { next: "anew" } | { next: "refused"; code: ErrorCode };

/** Tries in a row without any progress, where a wait need not help. */
const MOST_TRIES: Partial<Record<ErrorCode, number>> = { upload_conflict: 8, scanner_away: 5 };

/** They stay for hours, or until somebody does something. */
const LASTING = new Set<string>(["quota_reached", "storage_full", "too_many_uploads"]);

export function verdictOf(error: unknown, tries: number): Verdict {
  if (error instanceof SignedOut) return { next: "again", after: null };
  if (!(error instanceof ApiError)) return { next: "refused", code: "server_error" };
  const { code, status, retryAfter } = error;
  if (code === "upload_gone" || status === 404 || status === 410) return { next: "anew" };
  if (code === "network") return { next: "again", after: null };
  if (isPassing(code, status) && tries < (MOST_TRIES[code] ?? Number.POSITIVE_INFINITY)) {
    return { next: "again", after: retryAfter };
  }
  return { next: "refused", code };
}

/** Whether the same request may succeed later. */
function isPassing(code: ErrorCode, status: number) {
  if (LASTING.has(code)) return false;
  return [401, 408, 409, 423, 425, 429].includes(status) || status >= 500;
}
