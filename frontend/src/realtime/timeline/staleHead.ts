/**
 * Heads below what is here. One alone is an ordinary race: it was read before a change that has overtaken it. Where the next one is
 * still below what was here when the first came, the server has another history. Null: no doubt; else what was here then.
 */
export function doubtAfter(
  doubt: number | null,
  have: number,
  head: number,
): { doubt: number | null; isSure: boolean } {
  if (head >= have) return { doubt: null, isSure: false };
  const isSure = doubt !== null && head < doubt;
  return { doubt: isSure ? doubt : have, isSure };
}
