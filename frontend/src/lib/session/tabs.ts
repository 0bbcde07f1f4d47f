import { openChannel } from "@/lib/browser/channel";
import { countHolders, holdShared, withLock } from "@/lib/browser/locks";
import type { Grant } from "./grant";

/** Messages between the tabs of one browser. Only pages of this origin receive them. */
export type TabMessage = { type: "ask" } | { type: "grant"; grant: Grant } | { type: "signed-out" };

const TAB_LOCK = "irori-tab";
const SESSION_LOCK = "irori-session";

const channel = openChannel("irori-session");

export const postToTabs = (news: TabMessage) => channel.postMessage(news);

export function onTabMessage(listener: (news: TabMessage) => void) {
  const hear = (event: Event) => listener((event as MessageEvent<TabMessage>).data);
  channel.addEventListener("message", hear);
  return () => channel.removeEventListener("message", hear);
}

/** Lets other tabs count this one until it is closed. */
export function registerTab() {
  holdShared(TAB_LOCK);
}

/** Also true where tabs cannot be counted. */
export async function otherTabsOpen() {
  const tabs = await countHolders(TAB_LOCK);
  return tabs === null || tabs > 1;
}

/**
 * Runs one piece of work on the session cookie at a time: two refreshes at once would spend the same rotating token.
 */
export const withSessionLock = <T>(work: () => Promise<T>): Promise<T> => withLock(SESSION_LOCK, work);
