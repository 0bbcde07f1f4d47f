// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { turnOff } from "@/features/notifications/preference";
import {
  choosePrivacy,
  isPushed,
  keepSubscribed,
  lookAgain,
  notePushed,
  pushId,
  sendTest,
  unsubscribe,
} from "@/features/notifications/push";
import { endSession, signIn, signOut, startSession } from "@/lib/session/session";
import { hanako, openBrowser, refusal, type Site } from "../../helpers/browser";
import { aDevice, type Device } from "./device";

const KEYED = { key: "k", closed: new AbortController().signal };

const PATH = "/api/push/subscriptions/";
const on = new AbortController().signal;

let site: Site;
let device: Device;
/** What the server has of this device. */
const stored = (more = {}) => ({ id: 31, privacy: "text", failing: false, ...more });
const givenLast = () => site.bodies.filter((body) => "endpoint" in (body as object)).at(-1) as Record<string, string>;
const count = (request: string) => site.requests.filter((each) => each === request).length;

beforeEach(async () => {
  site = openBrowser();
  device = aDevice();
  site.answers["GET /api/push/key/"] = () => Response.json({ key: "AQID" });
  site.answers[`POST ${PATH}`] = () => Response.json(stored(), { status: 201 });
  site.answers[`DELETE ${PATH}31/`] = () => new Response(null, { status: 204 });
  await startSession();
  await keepSubscribed(on);
});

afterEach(() => localStorage.clear());

const again = (signal = on) => keepSubscribed(signal);
const signInAgain = () => signIn({ username: "hanako", password: "tea" }, KEYED);

/** An answer of the server that waits. */
function late(request: string) {
  let answer = (_: Response) => {};
  const answered = new Promise<Response>((resolve) => {
    answer = resolve;
  });
  site.answers[request] = () => answered;
  return answer;
}

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
  const answer = late("GET /api/push/key/");
  const trying = again();
  await expect.poll(() => site.requests.at(-1)).toBe("GET /api/push/key/");
  await signOut();
  answer(Response.json({ key: "AQID" }));
  await trying;
  expect(device.isSubscribed).toBe(false);
  await signIn({ username: "hanako", password: "tea" }, KEYED);
});

it("is told again what may be shown, after a sign-out too", async () => {
  site.answers[`PATCH ${PATH}31/`] = () => Response.json(stored({ privacy: "nothing" }));
  await choosePrivacy(31, "nothing");
  await signOut();
  await signInAgain();
  await again();
  expect(givenLast()).toMatchObject({ privacy: "nothing" });
});

it("says at the next start what was chosen in a page that was left before the answer", async () => {
  const answer = late(`PATCH ${PATH}31/`);
  const choosing = choosePrivacy(31, "sender");
  expect(localStorage.getItem("irori.push-privacy")).toBe("sender");
  answer(Response.json(stored({ privacy: "sender" })));
  await choosing;
});

it("keeps what was chosen where somebody looks at the device before the server has heard of it", async () => {
  const answer = late(`PATCH ${PATH}31/`);
  const choosing = choosePrivacy(31, "sender");
  site.answers[`GET ${PATH}`] = () => Response.json({ results: [stored()] });
  await lookAgain(on);
  expect(localStorage.getItem("irori.push-privacy")).toBe("sender");
  answer(Response.json(stored({ privacy: "sender" })));
  await choosing;
  site.answers[`GET ${PATH}`] = () => Response.json({ results: [stored({ privacy: "nothing" })] });
  await lookAgain(on);
  expect(localStorage.getItem("irori.push-privacy")).toBe("nothing");
});

it("keeps what was chosen before where the server refuses", async () => {
  site.answers[`PATCH ${PATH}31/`] = () => refusal(403, "forbidden");
  await expect(choosePrivacy(31, "nothing")).rejects.toThrow();
  await again();
  expect(givenLast()).toMatchObject({ privacy: "text" });
});

it("does not take an answer to what was said before for what was chosen since", async () => {
  const answer = late(`POST ${PATH}`);
  const trying = again();
  await expect.poll(() => site.requests.at(-1)).toBe(`POST ${PATH}`);
  site.answers[`PATCH ${PATH}31/`] = () => Response.json(stored({ privacy: "nothing" }));
  const choosing = choosePrivacy(31, "nothing");
  answer(Response.json(stored(), { status: 201 }));
  await Promise.all([trying, choosing]);
  expect(site.requests.at(-1)).toBe(`PATCH ${PATH}31/`);
  site.answers[`POST ${PATH}`] = () => Response.json(stored({ privacy: "nothing" }), { status: 201 });
  await again();
  expect(givenLast()).toMatchObject({ privacy: "nothing" });
});

it("remembers what the server knows of it", async () => {
  site.answers[`POST ${PATH}`] = () => Response.json(stored({ privacy: "sender" }));
  await again();
  await again();
  expect(givenLast()).toMatchObject({ privacy: "sender" });
});

it("tells by its tabs while pushes fail, until one comes", async () => {
  expect(isPushed()).toBe(true);
  site.answers[`GET ${PATH}`] = () => Response.json({ results: [stored({ failing: true })] });
  await lookAgain(on);
  expect([pushId(), isPushed()]).toEqual([31, false]);
  notePushed();
  expect(isPushed()).toBe(true);
});

it("subscribes anew where the server has it no more", async () => {
  site.answers[`GET ${PATH}`] = () => Response.json({ results: [stored({ id: 30 })] });
  const before = givenLast().endpoint;
  site.answers[`POST ${PATH}`] = () => Response.json(stored({ id: 32, failing: true }));
  await lookAgain(on);
  expect([pushId(), isPushed()]).toEqual([32, false]);
  expect(givenLast().endpoint).not.toBe(before);
});

it("subscribes anew where a test finds that the push service knows it no more", async () => {
  const links = [{ link: "service", why: "gone", status: 410, wait: null }];
  site.answers[`POST ${PATH}31/test/`] = () => Response.json({ sent: false, links });
  const before = givenLast().endpoint;
  const answer = late(`POST ${PATH}`);
  await sendTest(31);
  expect(pushId()).toBeNull();
  answer(Response.json(stored({ id: 32, failing: true })));
  await expect.poll(pushId).toBe(32);
  expect(givenLast().endpoint).not.toBe(before);
});

it.each(["GET /api/push/key/", `POST ${PATH}`])("stays off where it was turned off during %s", async (request) => {
  const answer = late(request);
  const end = new AbortController();
  const trying = again(end.signal);
  await expect.poll(() => site.requests.at(-1)).toBe(request);
  turnOff();
  end.abort();
  const ending = unsubscribe();
  answer(Response.json({ key: "AQID", ...stored() }));
  await Promise.all([trying, ending]);
  expect([device.isSubscribed, pushId()]).toEqual([false, null]);
});

it("is on where it was turned on while it was turned off", async () => {
  const answer = late(`DELETE ${PATH}31/`);
  const ending = unsubscribe();
  await expect.poll(() => site.requests.at(-1)).toBe(`DELETE ${PATH}31/`);
  const posts = count(`POST ${PATH}`);
  site.answers[`POST ${PATH}`] = () => Response.json(stored({ id: 32 }));
  const trying = again();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(count(`POST ${PATH}`)).toBe(posts);
  answer(new Response(null, { status: 204 }));
  await Promise.all([trying, ending]);
  expect([device.isSubscribed, pushId()]).toEqual([true, 32]);
});

it("takes the pushes and what others wrote away where the session was ended elsewhere", async () => {
  const shown = device.show({ user: hanako.id, room: 1, seq: 5 });
  const mine = device.show({ kind: "unsent", user: hanako.id, room: 1, seq: 5 });
  endSession("revoked");
  await expect.poll(() => device.isSubscribed).toBe(false);
  expect([shown.close.mock.calls.length, mine.close.mock.calls.length]).toEqual([1, 0]);
  expect(pushId()).toBeNull();
  await signInAgain();
  expect(pushId()).toBeNull();
});
