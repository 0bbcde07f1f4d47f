/** The zone of this device, as Asia/Tokyo; empty where the browser does not say. */
export const browserTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";

/** The zones that this browser knows, and `saved`, which another browser may have named; not the device's own. */
export function timeZones(saved: string): string[] {
  const known = new Set([...Intl.supportedValuesOf("timeZone"), "UTC", ...(saved ? [saved] : [])]);
  known.delete(browserTimeZone());
  return [...known].sort();
}
