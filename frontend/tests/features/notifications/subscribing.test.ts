// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { keepSubscribed, pushId } from "@/features/notifications/push";
import { signIn, signOut, startSession } from "@/lib/session/session";
import { hanako, openBrowser, refusal, type Site } from "../../helpers/browser";
import { aDevice, type Device } from "./device";

const KEYED = { key: "k", closed: new AbortController().signal };

let site: Site;
let device: Device;

beforeEach(async () => {
  site = openBrowser();
  device = aDevice();
  site.answers["GET /api/push/key/"] = () => Response.json({ key: "AQID" });
  site.answers["POST /api/push/subscriptions/"] = () => Response.json({ id: 31 }, { status: 201 });
  await startSession();
  if (pushId() === null) await keepSubscribed(new AbortController().signal);
});

afterEach(() => localStorage.clear());

const again = (signal = new AbortController().signal) => keepSubscribed(signal);

it("keeps the id while the server is busy or away, and tries again", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 200 });
  let tries = 0;
  site.answers["POST /api/push/subscriptions/"] = () => {
    tries++;
    expect(pushId()).toBe(31);
    return tries === 1 ? refusal(429, "rate_limited", {}, { "Retry-After": "2" }) : Response.json({ id: 31 });
  };
  await again();
  expect(tries).toBe(2);
  expect(pushId()).toBe(31);
  vi.useRealTimers();
});

it("ends its tries with the page that wants them", async () => {
  site.answers["GET /api/push/key/"] = () => refusal(429, "rate_limited", {}, { "Retry-After": "60" });
  const end = new AbortController();
  const trying = again(end.signal);
  end.abort();
  await trying;
  expect(pushId()).toBe(31);
});

it.each([
  ["the server refuses the endpoint", () => refusal(400, "invalid"), true],
  ["the browser has lost its subscription", () => Response.json({ id: 31 }), false],
])("forgets the id where %s", async (_, answer, browserHas) => {
  site.answers["POST /api/push/subscriptions/"] = answer;
  if (!browserHas) device.lose();
  await again();
  expect(pushId()).toBeNull();
});

it("takes the pushes and what is shown away from this device at a sign-out, also without a server", async () => {
  const shown = device.show({ user: hanako.id, room: 1, seq: 5 });
  site.fault = "network";
  await signOut();
  await expect.poll(() => device.isSubscribed).toBe(false);
  expect(shown.close).toHaveBeenCalledOnce();
  expect(pushId()).toBeNull();
  site.fault = null;
  await signIn({ username: "hanako", password: "tea" }, KEYED);
});

it("leaves no subscription to a person who signed out meanwhile", async () => {
  let answer = (_: Response) => {};
  const answered = new Promise<Response>((resolve) => {
    answer = resolve;
  });
  site.answers["GET /api/push/key/"] = () => answered;
  const trying = again();
  await expect.poll(() => site.requests.at(-1)).toBe("GET /api/push/key/");
  await signOut();
  answer(Response.json({ key: "AQID" }));
  await trying;
  expect(device.isSubscribed).toBe(false);
  await signIn({ username: "hanako", password: "tea" }, KEYED);
});
