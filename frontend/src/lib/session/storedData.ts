/** The device's, whoever sits at it. */
const OF_DEVICE = new Set(["irori.theme", "irori.language", "irori.notifications", "irori.untold"]);

/** Takes what this browser keeps of somebody out of it. What another person left stays theirs. */
export function forgetStored(user: number) {
  drop((owner) => owner === undefined || owner === user);
}

/** Takes out what people left whose session ended elsewhere, once somebody else is here. What is needed nobody but this browser has. */
export function forgetOthers(user: number, isNeeded: (key: string) => boolean) {
  drop((owner, key) => owner !== undefined && owner !== user && !isNeeded(key));
}

/** Keys name their owner third. */
function drop(isGone: (owner: number | undefined, key: string) => boolean) {
  for (const storage of [localStorage, sessionStorage]) {
    for (const key of Object.keys(storage)) {
      const [app, , owner] = key.split(".");
      if (app !== "irori" || OF_DEVICE.has(key)) continue;
      if (isGone(owner === undefined ? undefined : Number(owner), key)) storage.removeItem(key);
    }
  }
}

const UNTOLD = "irori.untold";
let isUntoldHere = false;
addEventListener("storage", ({ key }) => {
  if (key === UNTOLD) isUntoldHere = false;
});

/** Somebody signed out here while the server could not be reached. It still holds their session, and no script can delete its cookie. */
export const isUntold = () => isUntoldHere || localStorage.getItem(UNTOLD) !== null;

export function setUntold(untold: boolean) {
  isUntoldHere = untold;
  try {
    if (untold) localStorage.setItem(UNTOLD, "1");
    else localStorage.removeItem(UNTOLD);
  } catch {
    // A full or forbidden storage: this page alone knows.
  }
}
