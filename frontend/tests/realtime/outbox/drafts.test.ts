// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "@/lib/http/request";
import type { Draft } from "@/lib/protocol/types";
import { allDrafts, draftIn, forgetDrafts, hasDraftAtRisk } from "@/realtime/outbox/draftStorage";
import { Drafts, type Heard, type Told } from "@/realtime/outbox/drafts";

const PLACE = { room: 12, thread: null };
const QUIET = 10_000;

let user = 0;
let rev = 0;
let drafts: Drafts;
const tell = vi.fn<(draft: Told) => Promise<Heard>>();
const load = vi.fn<() => Promise<Draft[]>>();
const text = () => draftIn(user, PLACE)?.text ?? "";
const elsewhere = (words: string) => ({ ...PLACE, text: words, at: new Date().toISOString(), rev: ++rev });
const quiet = () => vi.advanceTimersByTimeAsync(QUIET);

beforeEach(() => {
  vi.useFakeTimers();
  user++;
  rev = 0;
  tell.mockReset().mockImplementation(async ({ room, thread, text: words }) => ({
    room,
    thread,
    text: words,
    rev: ++rev,
  }));
  load.mockReset().mockResolvedValue([]);
  drafts = new Drafts({ user, send: tell, load });
});

afterEach(() => {
  drafts.stop();
  vi.useRealTimers();
});

it("tells the words once they have settled, and the rev that they replace", async () => {
  drafts.receive(elsewhere("from the phone"));
  drafts.write(PLACE, "お");
  drafts.write(PLACE, "お茶");
  await quiet();
  expect(tell).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ ...PLACE, text: "お茶", rev: 1 }));
});

it("follows what is written elsewhere, and drops what is older", () => {
  const older = elsewhere("long ago");
  drafts.receive(elsewhere("from the phone"));
  drafts.receive(older);
  expect(text()).toBe("from the phone");
});

it("takes nothing away while somebody types, and follows once they have stopped", async () => {
  drafts.write(PLACE, "here");
  await vi.advanceTimersByTimeAsync(1000);
  drafts.receive(elsewhere("here and there"));
  expect(text()).toBe("here");
  await quiet();
  expect(text()).toBe("here and there");
});

it("takes nothing away while a conversion lasts", async () => {
  drafts.write(PLACE, "かんじ");
  dispatchEvent(new Event("compositionstart"));
  await vi.advanceTimersByTimeAsync(1000);
  drafts.receive(elsewhere("there"));
  await quiet();
  expect(text()).toBe("かんじ");
  dispatchEvent(new Event("compositionend"));
  await quiet();
  expect(text()).toBe("there");
});

it("keeps what is typed on, whatever came in between", async () => {
  drafts.write(PLACE, "here");
  await vi.advanceTimersByTimeAsync(1000);
  drafts.receive(elsewhere("there"));
  tell.mockResolvedValueOnce({ ...PLACE, text: "there", rev });
  drafts.write(PLACE, "here and on");
  await vi.advanceTimersByTimeAsync(4000);
  expect(text()).toBe("here and on");
  await quiet();
  expect(text()).toContain("here and on");
});

it("another tab's text does not come under the hands of somebody who types here", async () => {
  drafts.write(PLACE, "here");
  const key = `irori.draft.${user}.12`;
  const there = JSON.stringify({ text: "there", rev: 9, told: true });
  localStorage.setItem(key, there);
  dispatchEvent(new StorageEvent("storage", { key, newValue: there }));
  expect(text()).toBe("here");
});

it("clears a sent draft with one request after the other", async () => {
  let answer = (_: Heard) => {};
  tell.mockImplementationOnce(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  drafts.write(PLACE, "to send");
  await vi.advanceTimersByTimeAsync(1000);
  drafts.write(PLACE, "");
  await vi.advanceTimersByTimeAsync(1000);
  expect(tell).toHaveBeenCalledOnce();
  answer({ ...PLACE, text: "to send", rev: 7 });
  await vi.advanceTimersByTimeAsync(0);
  expect(tell).toHaveBeenLastCalledWith(expect.objectContaining({ text: "", rev: 7 }));
});

it("stores nothing after signing out, whatever is answered then", async () => {
  let answer = (_: Heard) => {};
  let list = (_: Draft[]) => {};
  tell.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  load.mockReturnValueOnce(new Promise((resolve) => (list = resolve)));
  const other = { room: 13, thread: null, text: "from the phone", at: "", rev: 3 };
  void drafts.resume();
  drafts.write(PLACE, "half a secret");
  await vi.advanceTimersByTimeAsync(1000);
  drafts.forget();
  forgetDrafts(user);
  localStorage.clear();
  answer({ ...PLACE, text: "half a secret", rev: 1 });
  list([other]);
  await quiet();
  expect(localStorage).toHaveLength(0);
});

it("a sent draft whose last answer was lost stays gone, also after a reload", async () => {
  tell.mockRejectedValueOnce(new ApiError({ status: 0, code: "network" }));
  drafts.write(PLACE, "to send");
  await vi.advanceTimersByTimeAsync(1000);
  tell.mockRejectedValueOnce(new ApiError({ status: 0, code: "network" }));
  drafts.write(PLACE, "");
  await vi.advanceTimersByTimeAsync(1000);
  drafts.stop();
  await quiet();
  drafts = new Drafts({ user, send: tell, load });
  tell.mockResolvedValueOnce({ ...PLACE, text: "to send", rev: ++rev });
  await drafts.resume();
  expect(tell).toHaveBeenLastCalledWith(expect.objectContaining({ text: "", rev: 1 }));
  expect(text()).toBe("");
});

it.each<ConstructorParameters<typeof ApiError>[0]>([
  { status: 0, code: "network" },
  { status: 429, code: "rate_limited", retryAfter: 5 },
])("tells again what could not be told: $code", async (failure) => {
  tell.mockRejectedValueOnce(new ApiError(failure));
  drafts.write(PLACE, "in the tunnel");
  await quiet();
  load.mockImplementation(async () => [{ ...elsewhere("in the tunnel"), rev }]);
  await drafts.resume();
  expect(tell).toHaveBeenCalledTimes(2);
  expect(text()).toBe("in the tunnel");
});

it("keeps here what the server refuses for its length", async () => {
  tell.mockRejectedValueOnce(new ApiError({ status: 400, code: "text_too_long" }));
  drafts.write(PLACE, "a long text");
  await quiet();
  drafts.receive(elsewhere("there"));
  await drafts.resume();
  expect(tell).toHaveBeenCalledOnce();
  expect(text()).toBe("a long text");
});

it.each<ConstructorParameters<typeof ApiError>[0]>([
  { status: 403, code: "forbidden" },
  { status: 404, code: "not_found" },
  { status: 405, code: "method_not_allowed" },
  { status: 408, code: "request_timeout" },
])("loses no text that the server or a proxy refused: $code", async (failure) => {
  tell.mockRejectedValue(new ApiError(failure));
  drafts.write(PLACE, "SELECT tea");
  await quiet();
  expect(allDrafts(user)[0]?.told).toBe(false);
  await drafts.resume();
  expect(text()).toBe("SELECT tea");
});

it("forgets what was sent on another device meanwhile", async () => {
  drafts.receive(elsewhere("half a sentence"));
  await drafts.resume();
  expect(text()).toBe("");
});

it("understands a worker of the version before, which knows no rev", async () => {
  tell.mockImplementationOnce(async ({ room, thread, text: words }) => ({ room, thread, text: words }));
  drafts.write(PLACE, "here");
  await quiet();
  expect(tell.mock.lastCall?.[0].at).toBeDefined();
  drafts.receive({ ...PLACE, text: "there", me: 5 });
  expect(text()).toBe("there");
});

it("knows which words closing the page would lose", async () => {
  const { setItem } = Storage.prototype;
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  drafts.write(PLACE, "nowhere else");
  expect(text()).toBe("nowhere else");
  expect(hasDraftAtRisk(user)).toBe(true);
  await quiet();
  expect(hasDraftAtRisk(user)).toBe(false);
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(setItem);
});
