import type { Grant } from "./grant";

/** What the tabs of one browser tell each other. Only pages of this origin can hear it. */
export type TabNews = { type: "ask" } | { type: "grant"; grant: Grant } | { type: "signed-out" };

const TAB_LOCK = "irori-tab";
const SESSION_LOCK = "irori-session";

const channel = new BroadcastChannel("irori-session");
let turn: Promise<unknown> = Promise.resolve();

export const tellTabs = (news: TabNews) => channel.postMessage(news);

export function hearTabs(listener: (news: TabNews) => void) {
  const hear = (event: MessageEvent<TabNews>) => listener(event.data);
  channel.addEventListener("message", hear);
  return () => channel.removeEventListener("message", hear);
}

/** Lets other tabs count this one until it is closed. */
export function beCounted() {
  void navigator.locks?.request(TAB_LOCK, { mode: "shared" }, () => new Promise(() => {}));
}

export async function otherTabsOpen() {
  if (!navigator.locks) return true;
  const { held = [] } = await navigator.locks.query();
  return held.filter((lock) => lock.name === TAB_LOCK).length > 1;
}

/**
 * One piece of work on the session cookie at a time: two refreshes at once would spend the same rotating token.
 * Web Locks hold across tabs, and exist in secure contexts only; over plain HTTP the order holds within this tab.
 */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (navigator.locks) return navigator.locks.request(SESSION_LOCK, work) as Promise<T>;
  const mine = turn.then(work, work);
  turn = mine;
  return mine;
}
