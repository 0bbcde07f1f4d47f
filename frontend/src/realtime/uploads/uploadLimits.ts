import { api } from "@/lib/api/api";
import type { UploadLimits as Answer } from "@/lib/protocol/types";

/** Sizes are in bytes. `left`: what I may upload until the day's quota is used; null without a quota. */
export type UploadLimits = { size: number; chunk: number; left: number | null };

export const MOST_FILES = 10;
const MB = 1024 * 1024;

/** What holds where the server cannot be asked yet. It checks everything itself. */
const USUAL: UploadLimits = { size: 100 * MB, chunk: 8 * MB, left: null };

const FRESH = 60_000;
let known = USUAL;
let askedAt = Number.NEGATIVE_INFINITY;

/** The limits as the server last told them. */
export const knownLimits = () => known;

/** The limits by the server, at most a minute old; the known ones where it does not answer. */
export async function uploadLimits(): Promise<UploadLimits> {
  if (performance.now() - askedAt < FRESH) return known;
  try {
    known = named(await api.get<Answer>("/api/uploads/"));
    askedAt = performance.now();
  } catch {
    // The next upload asks again.
  }
  return known;
}

const named = ({ most_bytes, chunk_bytes, left_bytes }: Answer) => ({
  size: most_bytes,
  chunk: chunk_bytes,
  left: left_bytes,
});

/** The next question is answered by the server. */
export function forgetLimits() {
  known = USUAL;
  askedAt = Number.NEGATIVE_INFINITY;
}
