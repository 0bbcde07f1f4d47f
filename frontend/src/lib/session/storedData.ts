import { deviceStorage, tabStorage } from "@/lib/browser/storage";

/** Keys that belong to the device and not to a person. */
const OF_DEVICE = new Set([
  "irori.theme",
  "irori.language",
  "irori.notifications",
  "irori.push-privacy",
  "irori.untold",
  "irori.enter",
  "irori.logo",
]);

/** Removes what this browser stores of one person. Data of others stays. */
export function forgetStored(user: number) {
  drop((owner) => owner === undefined || owner === user);
}

/** Removes data of other people, whose sessions ended elsewhere. Needed data exists in this browser only, and stays. */
export function forgetOthers(user: number, isNeeded: (key: string) => boolean) {
  drop((owner, key) => owner !== undefined && owner !== user && !isNeeded(key));
}

/** The third part of a key is the id of its owner. */
function drop(isGone: (owner: number | undefined, key: string) => boolean) {
  for (const storage of [deviceStorage, tabStorage]) {
    for (const key of storage.keys()) {
      const [app, , owner] = key.split(".");
      if (app !== "irori" || OF_DEVICE.has(key)) continue;
      if (isGone(owner === undefined ? undefined : Number(owner), key)) storage.remove(key);
    }
  }
}

const UNTOLD = "irori.untold";

/**
 * Somebody signed out here while the server could not be reached. The server still holds the session, and no script can
 * delete its cookie.
 */
export const isSignOutPending = () => deviceStorage.get(UNTOLD) !== null;

export function setSignOutPending(untold: boolean) {
  if (untold) deviceStorage.set(UNTOLD, "1");
  else deviceStorage.remove(UNTOLD);
}

/** Also read by index.html. */
const SIGNED_IN = "irori.signed-in";

/** Whether this browser probably has a session: what its pages need is loaded before the server has answered. */
export const wasSignedIn = () => deviceStorage.get(SIGNED_IN) !== null;

export function rememberSignedIn(isIn: boolean) {
  if (isIn === wasSignedIn()) return;
  if (isIn) deviceStorage.set(SIGNED_IN, "1");
  else deviceStorage.remove(SIGNED_IN);
}
