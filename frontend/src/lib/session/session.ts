import { createStore } from "zustand/vanilla";
import { ApiError, type Making, request } from "@/lib/http/request";
import { untilRetry } from "@/lib/http/retry";
import { insist } from "@/lib/http/retryUnanswered";
import type { Me, SignedIn } from "@/lib/protocol/types";
import { type Grant, grantOf, isFresh, isUsable } from "./grant";
import { forgetStored, isUntold, setUntold } from "./storedData";
import { beCounted, hearTabs, inTurn, otherTabsOpen, type TabNews, tellTabs } from "./tabs";

export type EndReason = "expired" | "revoked";

export type SessionState = {
  status: "unknown" | "in" | "out";
  user: Me | null;
  id: string | null;
  needsSetup: boolean;
  /** The session ended while the app was open: status stays `in`, what is on screen stays, a dialog asks to sign in. */
  expired: boolean;
  endReason: EndReason | null;
  /** The server could not be reached yet to find out who this is. */
  unreachable: boolean;
  /** Signed out here, while the server could not be reached to be told so. */
  isUntold: boolean;
};

export class SignedOut extends Error {
  override name = "SignedOut";
}

const NOBODY = {
  user: null,
  id: null,
  needsSetup: false,
  expired: false,
  endReason: null,
  unreachable: false,
  isUntold: false,
} as const;
const REFRESH_TIMEOUT = 15_000;
/** So long somebody who signs out waits for the server. */
const SIGN_OUT_TIMEOUT = 5_000;
const ANSWER_FROM_TAB_WITHIN = 250;

export const session = createStore<SessionState>(() => ({ status: "unknown", ...NOBODY }));

// In memory alone: a script that reads storage, or a disk, finds no token.
let grant: Grant | null = null;
let renewal: Promise<string> | null = null;
let endedSession: string | null = null;
let lastUser: number | null = null;
let otherUserListener = () => {};
const forgetters = new Set<(user: number) => void>();

/** Called when another user takes over this tab: nothing shown or queued for the one before may stay. */
export function onOtherUser(listener: () => void) {
  otherUserListener = listener;
}

/** Called when somebody signs out: nothing of them may stay in the memory of this tab, nor on this device. */
export function onSigningOut(forget: (user: number) => void) {
  forgetters.add(forget);
}

/** A token good for a minute or more. `rejected`: one that the server refused, or is about to; never returned. */
export async function accessToken(rejected?: string): Promise<string> {
  if (isOver()) throw new SignedOut();
  if (grant && grant.access !== rejected && isFresh(grant)) return grant.access;
  renewal ??= renew(rejected).finally(() => {
    renewal = null;
  });
  return renewal;
}

export async function startSession() {
  hearTabs(onTabNews);
  beCounted();
  for (let attempt = 0; session.getState().status === "unknown"; attempt++) {
    try {
      await findOut();
    } catch {
      session.setState({ unreachable: true });
      await untilRetry(attempt);
    }
  }
}

/** Settles once it is clear who this is, or that it cannot be told yet. */
export function sessionKnown() {
  const isKnown = ({ status, unreachable }: SessionState) => status !== "unknown" || unreachable;
  return new Promise<void>((resolve) => {
    if (isKnown(session.getState())) return resolve();
    const stop = session.subscribe((state) => {
      if (!isKnown(state)) return;
      stop();
      resolve();
    });
  });
}

type Credentials = { username: string; password: string; code?: string };

export const signIn = (form: Credentials, making: Making) =>
  insist(() => enter("/api/session/", form, making), { signal: making.closed });

type Profile = { username: string; password: string; display_name?: string; language: string };
/** What shows that somebody may have an account: an address they give, or the link that was mailed to it. */
type Entry = { email: string; invitation?: string } | { proof: string };

export const register = (form: Profile & Entry, making: Making) =>
  insist(() => enter("/api/register/", form, making), { signal: making.closed });

type SiteForm = { code: string; username: string; email: string; password: string; room: string };

export const setUpSite = (form: SiteForm, making: Making) =>
  insist(() => enter("/api/setup/", form, making), { signal: making.closed });

/** Here it is done in any case; where the server cannot be reached, it is told once it can be. */
export async function signOut() {
  const patience = new Promise<boolean>((resolve) => setTimeout(resolve, SIGN_OUT_TIMEOUT, false));
  const isTold = await Promise.race([inTurn(tellSignedOut), patience]);
  setUntold(!isTold);
  leave();
  tellTabs({ type: "signed-out" });
}

/** Whether the server holds no session of this browser any more. */
async function tellSignedOut(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(SIGN_OUT_TIMEOUT);
    await request("DELETE", "/api/session/", { token: grant?.access, signal });
    return true;
  } catch (error) {
    return error instanceof ApiError && error.status === 401;
  }
}

/** Only in turn: after a sign-in the cookie is another one. */
async function settleUntold(): Promise<boolean> {
  if (isUntold() && !(await tellSignedOut())) return false;
  setUntold(false);
  session.setState({ isUntold: false });
  return true;
}

async function tellLater() {
  for (let attempt = 0; isUntold(); attempt++) {
    await untilRetry(attempt);
    await inTurn(settleUntold);
  }
}

/** The server ended the session of an open app: the person stays where they are and is asked to sign in. */
export function endSession(reason: EndReason) {
  forget();
  if (session.getState().status === "in") session.setState({ expired: true, endReason: reason });
}

/** My profile has changed: also for the other tabs, and for those that take over this tab's token later. */
export function updateMe(user: Me) {
  if (!grant) return;
  accept({ ...grant, user });
  tellTabs({ type: "grant", grant });
}

const isOver = () => session.getState().status === "out" || session.getState().expired;

async function findOut() {
  try {
    await accessToken();
  } catch (error) {
    if (!(error instanceof SignedOut)) throw error;
    if (isUntold()) return leave();
    const { needed } = await request<{ needed: boolean }>("GET", "/api/setup/");
    if (session.getState().status === "unknown") session.setState({ ...NOBODY, status: "out", needsSetup: needed });
  }
}

async function renew(rejected?: string): Promise<string> {
  try {
    return await inTurn(async () => (await fromOtherTab(rejected)) ?? (await fromServer()));
  } catch (error) {
    if (isRefused(error)) {
      endSession("expired");
      throw new SignedOut();
    }
    if (grant && grant.access !== rejected && isUsable(grant)) return grant.access;
    throw error;
  }
}

/** By this server: what something between it and here says in its place ends no session. */
const isRefused = (error: unknown) =>
  error instanceof ApiError && error.status === 401 && error.code !== "server_error";

async function fromServer() {
  if (!(await settleUntold())) throw new SignedOut();
  const signal = AbortSignal.timeout(REFRESH_TIMEOUT);
  const answer = await request<SignedIn>("POST", "/api/session/refresh/", { signal });
  // Somebody signed out meanwhile, and must not come back by it.
  if (isOver()) throw new SignedOut();
  return admit(answer);
}

/** Another tab may have refreshed while this one waited for its turn, and its news may still be under way. */
async function fromOtherTab(rejected?: string) {
  if (!(await otherTabsOpen())) return null;
  return new Promise<string | null>((resolve) => {
    const settle = (access: string | null) => {
      stop();
      clearTimeout(timer);
      resolve(access);
    };
    const stop = hearTabs((news) => {
      if (news.type === "grant" && news.grant.access === grant?.access && grant.access !== rejected)
        settle(news.grant.access);
    });
    const timer = setTimeout(settle, ANSWER_FROM_TAB_WITHIN, null);
    tellTabs({ type: "ask" });
  });
}

async function enter(path: string, body: unknown, { key }: Making) {
  await inTurn(async () => {
    if (isUntold()) await settleUntold();
    const answer = await request<SignedIn>("POST", path, { key, body });
    setUntold(false);
    admit(answer);
  });
}

function admit(answer: SignedIn) {
  const next = grantOf(answer);
  tellTabs({ type: "grant", grant: next });
  accept(next);
  // What still waits for a token was begun by the user before, and must not go out in this one's name.
  if (grant !== next) throw new SignedOut();
  return next.access;
}

function accept(next: Grant) {
  if (lastUser !== null && lastUser !== next.user.id) return makeWay();
  lastUser = next.user.id;
  grant = next;
  session.setState({ ...NOBODY, status: "in", user: next.user, id: next.session });
}

function makeWay() {
  grant = null;
  session.setState({ ...NOBODY, status: "unknown" });
  otherUserListener();
}

function leave() {
  const { user } = session.getState();
  forget();
  if (user) forgetPerson(user.id);
  session.setState({ ...NOBODY, status: "out", isUntold: isUntold() });
  if (isUntold()) void tellLater();
}

function forgetPerson(user: number) {
  for (const forgetOf of forgetters) forgetOf(user);
  forgetStored(user);
}

function forget() {
  grant = null;
  endedSession = session.getState().id ?? endedSession;
}

function onTabNews(news: TabNews) {
  if (news.type === "signed-out") return leave();
  // A tab that has not heard yet that its session is over may still hand out the token.
  if (news.type === "grant" && news.grant.session !== endedSession) return accept(news.grant);
  if (news.type === "ask" && grant && isFresh(grant)) tellTabs({ type: "grant", grant });
}
