let ahead = 0;

/** The server's time. A machine's own clock may be wrong by hours. */
export const serverNow = () => new Date(atServer(Date.now()));

/** The server's time when this machine's clock showed this one. */
export const atServer = (milliseconds: number) => milliseconds + ahead;

/** Takes the difference of the clocks from an access token that has just arrived: it names the second of its making. */
export function clockDifference(access: string): number {
  const made = issuedAt(access);
  return made === null ? 0 : made - Date.now();
}

export function keepClockDifference(milliseconds: number) {
  ahead = milliseconds;
}

function issuedAt(access: string): number | null {
  try {
    const claims: unknown = JSON.parse(atob((access.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")));
    const { iat } = claims as { iat?: unknown };
    return typeof iat === "number" && Number.isFinite(iat) ? iat * 1000 : null;
  } catch {
    return null;
  }
}
