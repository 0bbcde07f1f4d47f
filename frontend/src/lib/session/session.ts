import { createStore } from "zustand/vanilla";
import { endPushes } from "@/lib/browser/pushes";
import { ApiError, type Keyed, request } from "@/lib/http/request";
import { waitForRetry } from "@/lib/http/retry";
import { retryUnanswered } from "@/lib/http/retryUnanswered";
import type { Me, SignedIn } from "@/lib/protocol/types";
import { type Grant, grantOf, isFresh, isUsable } from "./grant";
import { keepClockDifference } from "./serverTime";
import { forgetStored, isSignOutPending, rememberSignedIn, setSignOutPending } from "./storedData";
import { onTabMessage, otherTabsOpen, postToTabs, registerTab, type TabMessage, withSessionLock } from "./tabs";

export type EndReason = "expired" | "revoked" | "suspended";

export type SessionState = {
  status: "unknown" | "in" | "out";
  user: Me | null;
  id: string | null;
  needsSetup: boolean;
  /** The session ended while the app was open. `status` stays `in`, the page stays, and a dialog asks to sign in. */
  expired: boolean;
  endReason: EndReason | null;
  /** The server could not be reached yet to identify the user. */
  unreachable: boolean;
  /** The server takes no requests from this page's address, so trying again helps only once its settings change. */
  isAddressRefused: boolean;
  /** Signed out here while the server could not be reached. It does not know yet. */
  isSignOutPending: boolean;
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
  isAddressRefused: false,
  isSignOutPending: false,
} as const;
const REFRESH_TIMEOUT = 15_000;
/** Milliseconds that signing out waits for the server. */
const SIGN_OUT_TIMEOUT = 5_000;
/** Milliseconds that an embedded answer is as good as a new one. Who wants it waits for the token already. */
const EMBEDDED_FOR = 1_000;
const ANSWER_FROM_TAB_WITHIN = 250;

export const session = createStore<SessionState>(() => ({ status: "unknown", ...NOBODY }));

// In memory alone: a script that reads storage, or a disk, finds no token.
let grant: Grant | null = null;
let renewal: Promise<string> | null = null;
let endedSession: string | null = null;
let embeds: readonly string[] = [];
let embedded = new Map<string, unknown>();
let lastUser: number | null = null;
/** Another user has taken over: the page is being loaded anew, and a second load would break off the first. */
let isMakingWay = false;
/** Why the server refused to renew. A page that opens after it has no session that could say so. */
let refusal: EndReason | null = null;
let otherUserListener = () => {};
let tellAsked = () => {};
const asked = new Promise<void>((resolve) => {
  tellAsked = resolve;
});
const cleanups = new Set<(user: number) => void>();

/** Called when another user takes over this tab: nothing of the previous user may stay. */
export function onOtherUser(listener: () => void) {
  otherUserListener = listener;
}

/** Called when somebody signs out: nothing of them may stay in this tab's memory or on this device. */
export function onSigningOut(forget: (user: number) => void) {
  cleanups.add(forget);
}

/**
 * Returns a token that is valid for a minute or more. `rejected`: a token that the server refused or will refuse; it is
 * never returned.
 */
export async function accessToken(rejected?: string): Promise<string> {
  if (isOver()) throw new SignedOut();
  if (grant && grant.access !== rejected && isFresh(grant)) return grant.access;
  renewal ??= renew(rejected).finally(() => {
    renewal = null;
  });
  return renewal;
}

/** `embed`: paths of reads whose answers come with the first token, see `takeEmbedded`. */
export async function startSession(embed: readonly string[] = []) {
  embeds = embed;
  onTabMessage(handleTabMessage);
  registerTab();
  for (let attempt = 0; session.getState().status === "unknown"; attempt++) {
    try {
      await identify();
    } catch {
      session.setState({ unreachable: true });
      await waitForRetry(attempt);
    }
  }
}

/** Resolves when the server has been asked who this is, or need not be. */
export const sessionAsked = () => asked;

/** Resolves when the user is identified, or cannot be identified yet. */
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

export const signIn = (form: Credentials, keyed: Keyed) =>
  retryUnanswered(() => enter("/api/session/", form, keyed), { signal: keyed.closed });

type Profile = { username: string; password: string; display_name?: string; language: string };
/** What permits an account: an email, perhaps with an invitation, or the proof from a mailed link. */
type Entry = { email: string; invitation?: string } | { proof: string };

export const register = (form: Profile & Entry, keyed: Keyed) =>
  retryUnanswered(() => enter("/api/register/", form, keyed), { signal: keyed.closed });

type SiteForm = Record<"code" | "username" | "email" | "password" | "room", string> & { default_room: boolean };

export const setUpSite = (form: SiteForm, keyed: Keyed) =>
  retryUnanswered(() => enter("/api/setup/", form, keyed), { signal: keyed.closed });

/** Signs out here in any case. Where the server cannot be reached, it is told later. */
export async function signOut() {
  const patience = new Promise<boolean>((resolve) => setTimeout(resolve, SIGN_OUT_TIMEOUT, false));
  const isTold = await Promise.race([withSessionLock(requestSignOut), patience]);
  setSignOutPending(!isTold);
  leave();
  postToTabs({ type: "signed-out" });
}

/** Whether the server holds no session of this browser any more. */
async function requestSignOut(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(SIGN_OUT_TIMEOUT);
    await request("DELETE", "/api/session/", { token: grant?.access, signal });
    return true;
  } catch (error) {
    return error instanceof ApiError && error.status === 401;
  }
}

/** Runs under the session lock alone, because a sign-in replaces the cookie. */
async function finishSignOut(): Promise<boolean> {
  if (isSignOutPending() && !(await requestSignOut())) return false;
  setSignOutPending(false);
  session.setState({ isSignOutPending: false });
  return true;
}

async function retrySignOut() {
  for (let attempt = 0; isSignOutPending(); attempt++) {
    await waitForRetry(attempt);
    await withSessionLock(finishSignOut);
  }
}

/** The server ended the session of an open app. The page stays and asks to sign in; what is shown outside of it goes. */
export function endSession(reason: EndReason) {
  forget();
  if (session.getState().status !== "in") return;
  session.setState({ expired: true, endReason: reason });
  void endPushes();
}

/** Stores my changed profile, also for the other tabs and for tabs that take over this tab's token later. */
export function updateMe(user: Me) {
  if (!grant) return;
  accept({ ...grant, user });
  postToTabs({ type: "grant", grant });
}

const isOver = () => isMakingWay || session.getState().status === "out" || session.getState().expired;

async function identify() {
  try {
    await accessToken().finally(tellAsked);
  } catch (error) {
    if (!(error instanceof SignedOut)) throw error;
    // The session may have been ended on another device.
    void endPushes();
    if (isSignOutPending()) return leave();
    const { needed } = await request<{ needed: boolean }>("GET", "/api/setup/");
    if (session.getState().status === "unknown")
      session.setState({ ...NOBODY, status: "out", needsSetup: needed, endReason: refusal });
  }
}

async function renew(rejected?: string): Promise<string> {
  try {
    return await withSessionLock(async () => (await fromOtherTab(rejected)) ?? (await fromServer()));
  } catch (error) {
    if (isRefused(error)) {
      refusal = error.code === "user_inactive" ? "suspended" : "expired";
      endSession(refusal);
      throw new SignedOut();
    }
    session.setState({ isAddressRefused: isOfAddress(error) });
    if (grant && grant.access !== rejected && isUsable(grant)) return grant.access;
    throw error;
  }
}

/** Refused by this server. An answer of something between it and here ends no session. */
const isRefused = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.status === 401 && error.code !== "server_error";

/** Renewing sends no fields, so `invalid` is about the host name of the request. */
const isOfAddress = (error: unknown) =>
  error instanceof ApiError && (error.code === "origin_refused" || error.code === "invalid");

async function fromServer() {
  if (!(await finishSignOut())) throw new SignedOut();
  const signal = AbortSignal.timeout(REFRESH_TIMEOUT);
  const wanted = embeds;
  embeds = [];
  const body = wanted.length > 0 ? { embed: wanted } : undefined;
  const answering = request<SignedIn>("POST", "/api/session/refresh/", { signal, body });
  tellAsked();
  const answer = await answering;
  // Somebody signed out meanwhile, and this answer must not sign them in.
  if (isOver()) throw new SignedOut();
  const access = acceptAnswer(answer);
  embedded = new Map(Object.entries(answer.embedded ?? {}));
  setTimeout(() => embedded.clear(), EMBEDDED_FOR);
  return access;
}

/** The answer that came with the first token to a read of this path; once, because later it is old. */
export function takeEmbedded<T>(path: string): T | undefined {
  const answer = embedded.get(path);
  embedded.delete(path);
  return answer as T | undefined;
}

/** Another tab may have refreshed while this one waited, and its message may be under way. */
async function fromOtherTab(rejected?: string) {
  if (!(await otherTabsOpen())) return null;
  return new Promise<string | null>((resolve) => {
    const settle = (access: string | null) => {
      stop();
      clearTimeout(timer);
      resolve(access);
    };
    const stop = onTabMessage((news) => {
      if (news.type === "grant" && news.grant.access === grant?.access && grant.access !== rejected)
        settle(news.grant.access);
    });
    const timer = setTimeout(settle, ANSWER_FROM_TAB_WITHIN, null);
    postToTabs({ type: "ask" });
  });
}

async function enter(path: string, body: unknown, { key }: Keyed) {
  await withSessionLock(async () => {
    if (isSignOutPending()) await finishSignOut();
    const answer = await request<SignedIn>("POST", path, { key, body });
    setSignOutPending(false);
    acceptAnswer(answer);
  });
}

function acceptAnswer(answer: SignedIn) {
  const next = grantOf(answer);
  postToTabs({ type: "grant", grant: next });
  accept(next);
  // Requests that wait for a token belong to the previous user, and must not run as this one.
  if (grant !== next) throw new SignedOut();
  return next.access;
}

function accept(next: Grant) {
  if (isMakingWay) return;
  if (lastUser !== null && lastUser !== next.user.id) return resetForOtherUser();
  lastUser = next.user.id;
  grant = next;
  // Another tab's token came first, and what was to come with mine is asked for by itself.
  embeds = [];
  keepClockDifference(next.ahead ?? 0);
  rememberSignedIn(true);
  session.setState({ ...NOBODY, status: "in", user: next.user, id: next.session });
}

function resetForOtherUser() {
  isMakingWay = true;
  grant = null;
  session.setState({ ...NOBODY, status: "unknown" });
  otherUserListener();
}

function leave() {
  const { user } = session.getState();
  forget();
  if (user) runCleanups(user.id);
  session.setState({ ...NOBODY, status: "out", isSignOutPending: isSignOutPending() });
  if (isSignOutPending()) void retrySignOut();
}

function runCleanups(user: number) {
  for (const cleanup of cleanups) cleanup(user);
  forgetStored(user);
}

function forget() {
  grant = null;
  rememberSignedIn(false);
  embedded.clear();
  endedSession = session.getState().id ?? endedSession;
}

function handleTabMessage(news: TabMessage) {
  if (news.type === "signed-out") return leave();
  // A tab that does not know yet that its session ended may still send its token.
  if (news.type === "grant" && news.grant.session !== endedSession) return accept(news.grant);
  if (news.type === "ask" && grant && isFresh(grant)) postToTabs({ type: "grant", grant });
}
