/**
 * Checks a head (the server's latest rev) against the applied rev. One lower head is an ordinary race: it was read
 * before a change that overtook it. If the next one is below the rev that was applied at the first, the server's
 * history was replaced. `suspectedAt`: that applied rev; null without suspicion.
 */
export function checkHead(
  suspectedAt: number | null,
  have: number,
  head: number,
): { suspectedAt: number | null; isReplaced: boolean } {
  if (head >= have) return { suspectedAt: null, isReplaced: false };
  const isReplaced = suspectedAt !== null && head < suspectedAt;
  return { suspectedAt: isReplaced ? suspectedAt : have, isReplaced };
}
