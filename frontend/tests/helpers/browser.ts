import { vi } from "vitest";
import type { Me } from "@/lib/protocol/types";

export const hanako: Me = {
  id: 1,
  username: "hanako",
  display_name: "Hanako",
  avatar: null,
  status: null,
  email: "hanako@example.org",
  email_verified: true,
  language: "en",
  is_staff: false,
  next_steps: false,
};
export const kenji: Me = { ...hanako, id: 7, username: "kenji", display_name: "Kenji", email: "kenji@example.org" };

/** Long enough for tabs to get into each other's way. */
const LATENCY = 5;

/** What every tab of one browser shares: its locks, its channels and its cookie, which the site holds here. */
export function openBrowser(site = new Site()) {
  const tabs = new Set<EventTarget & { name: string }>();
  vi.stubGlobal("BroadcastChannel", channelAmong(tabs));
  Object.defineProperty(navigator, "locks", { configurable: true, value: new Locks() });
  vi.stubGlobal("fetch", site.answer);
  vi.stubGlobal("IntersectionObserver", NothingInView);
  return site;
}

/** Nothing is laid out here, so nothing comes into view. */
class NothingInView {
  observe() {}
  unobserve() {}
  disconnect() {}
}

/** The modules of one more tab: nothing in memory is shared with those before. */
export async function openTab() {
  vi.resetModules();
  const [session, { api }] = await Promise.all([import("@/lib/session/session"), import("@/lib/api/api")]);
  return { ...session, api, state: () => session.session.getState() };
}

/** A server with one browser's cookie: it answers the requests about sessions, and `/api/echo/` to a good token. */
export class Site {
  cookie: Me | null = hanako;
  needsSetup = false;
  fault: "network" | number | null = null;
  lifetime = 600;
  refreshes = 0;
  requests: string[] = [];
  bodies: unknown[] = [];
  /** The `Idempotency-Key` of each request that has one. */
  keys: string[] = [];
  /** Each is given what was sent: of two requests at a time `bodies` ends with that of the later one. */
  embeddable: Record<string, unknown> = {};
  answers: Record<string, (sent: unknown) => Response | Promise<Response>> = {};
  private readonly good = new Set<string>();
  private issued = 0;

  revoke() {
    this.cookie = null;
    this.good.clear();
  }

  spoilTokens() {
    this.good.clear();
  }

  readonly answer = async (url: string, { method = "GET", headers, body }: RequestInit = {}): Promise<Response> => {
    const request = `${method} ${url}`;
    this.requests.push(request);
    const sent: unknown = body ? JSON.parse(String(body)) : undefined;
    if (body) this.bodies.push(sent);
    const key = new Headers(headers).get("Idempotency-Key");
    if (key) this.keys.push(key);
    await new Promise((resolve) => setTimeout(resolve, LATENCY));
    if (this.fault === "network") throw new TypeError("Failed to fetch");
    if (this.fault) return new Response("<h1>Bad gateway</h1>", { status: this.fault });
    const scripted = this.answers[request];
    if (scripted) return scripted(sent);
    switch (request) {
      case "POST /api/session/refresh/":
        this.refreshes++;
        return this.cookie ? this.grant(this.cookie, this.embeddedIn(sent)) : refusal(401, "not_authenticated");
      case "GET /api/setup/":
        return Response.json({ needed: this.needsSetup });
      case "POST /api/session/":
        this.cookie = JSON.parse(String(body)).username === "kenji" ? kenji : hanako;
        return this.grant(this.cookie);
      case "DELETE /api/session/":
        this.revoke();
        return new Response(null, { status: 204 });
      default:
        return this.protectedAnswer(new Headers(headers));
    }
  };

  /** The server embeds what it would answer, by `embeddable`. */
  private embeddedIn(sent: unknown) {
    const { embed = [] } = (sent ?? {}) as { embed?: string[] };
    const given = embed.filter((path) => path in this.embeddable).map((path) => [path, this.embeddable[path]]);
    return given.length > 0 ? { embedded: Object.fromEntries(given) } : {};
  }

  private grant(user: Me, more: object = {}) {
    const access = `token-${++this.issued}`;
    this.good.add(access);
    return Response.json({
      access,
      expires_in: this.lifetime,
      session: `session-${user.id}-${this.issued}`,
      user,
      ...more,
    });
  }

  private protectedAnswer(headers: Headers) {
    const token = headers.get("Authorization")?.replace("Bearer ", "") ?? "";
    return this.good.has(token) ? Response.json({ token }) : refusal(401, "token_expired");
  }
}

export const refusal = (status: number, code: string, more: object = {}, headers: HeadersInit = {}) =>
  Response.json({ code, detail: "", ...more }, { status, headers });

function channelAmong(tabs: Set<EventTarget & { name: string }>) {
  return class extends EventTarget {
    readonly name: string;
    onmessage: ((event: MessageEvent) => void) | null = null;
    constructor(name: string) {
      super();
      this.name = name;
      this.addEventListener("message", (event) => this.onmessage?.(event as MessageEvent));
      tabs.add(this);
    }
    postMessage(data: unknown) {
      const sent = structuredClone(data);
      for (const tab of tabs) {
        if (tab === this || tab.name !== this.name) continue;
        queueMicrotask(() => tab.dispatchEvent(new MessageEvent("message", { data: sent })));
      }
    }
    close() {
      tabs.delete(this);
    }
  };
}

class Locks {
  private readonly held: { name: string }[] = [];
  private readonly tails = new Map<string, Promise<unknown>>();

  request(name: string, ...rest: unknown[]) {
    const work = rest.at(-1) as () => Promise<unknown>;
    const shared = (rest[0] as { mode?: string }).mode === "shared";
    const hold = async () => {
      const lock = { name };
      this.held.push(lock);
      try {
        return await work();
      } finally {
        this.held.splice(this.held.indexOf(lock), 1);
      }
    };
    if (shared) return hold();
    const mine = (this.tails.get(name) ?? Promise.resolve()).then(hold, hold);
    this.tails.set(name, mine);
    return mine;
  }

  async query() {
    return { held: [...this.held] };
  }
}
