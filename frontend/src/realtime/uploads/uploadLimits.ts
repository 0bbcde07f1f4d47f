import { api } from "@/lib/api/api";

/** Sizes are in bytes. `left`: what I may upload until the day's quota is used; null without a quota. */
export type UploadLimits = { files: number; size: number; chunk: number; left: number | null };

export const MOST_FILES = 10;
const MB = 1024 * 1024;

/** What holds where the server cannot be asked yet. It checks everything itself. */
const USUAL: UploadLimits = { files: MOST_FILES, size: 100 * MB, chunk: 5 * MB, left: null };

const FRESH = 60_000;
let known = USUAL;
let askedAt = Number.NEGATIVE_INFINITY;

/** The limits as the server last told them. */
export const knownLimits = () => known;

/** The limits by the server, at most a minute old; the known ones where it does not answer. */
export async function uploadLimits(): Promise<UploadLimits> {
  if (performance.now() - askedAt < FRESH) return known;
  try {
    known = { ...USUAL, ...named(await api.get<Answer>("/api/uploads/")) };
    askedAt = performance.now();
  } catch {
    // The next upload asks again.
  }
  return known;
}

type Answer = { max_size?: number; chunk_size?: number; left_today?: number | null };

function named({ max_size, chunk_size, left_today }: Answer): Partial<UploadLimits> {
  return {
    ...(max_size !== undefined && { size: max_size }),
    ...(chunk_size !== undefined && { chunk: chunk_size }),
    ...(left_today !== undefined && { left: left_today }),
  };
}

/** The next question is answered by the server. */
export function forgetLimits() {
  known = USUAL;
  askedAt = Number.NEGATIVE_INFINITY;
}
