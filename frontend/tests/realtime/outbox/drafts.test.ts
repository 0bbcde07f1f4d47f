import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "@/lib/http/request";
import type { Draft } from "@/lib/protocol/types";
import { draftIn } from "@/realtime/outbox/draftStorage";
import { Drafts } from "@/realtime/outbox/drafts";

const PLACE = { room: 12, thread: null };
const QUIET = 10_000;

let user = 0;
let drafts: Drafts;
const tell = vi.fn<(draft: Draft) => Promise<Draft>>();
const load = vi.fn<() => Promise<Draft[]>>();
const text = () => draftIn(user, PLACE)?.text ?? "";
const elsewhere = (words: string, later = 1) => ({
  ...PLACE,
  text: words,
  at: new Date(Date.now() + later).toISOString(),
});

beforeEach(() => {
  vi.useFakeTimers();
  user++;
  tell.mockReset().mockImplementation(async (draft) => draft);
  load.mockReset().mockResolvedValue([]);
  drafts = new Drafts({ user, send: tell, load });
});

afterEach(() => {
  drafts.stop();
  vi.useRealTimers();
});

it("tells the words once they have settled", async () => {
  drafts.write(PLACE, "お");
  drafts.write(PLACE, "お茶");
  await vi.advanceTimersByTimeAsync(QUIET);
  expect(tell).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ ...PLACE, text: "お茶" }));
});

it("follows what is written elsewhere, and drops what is older", () => {
  drafts.receive(elsewhere("from the phone"));
  drafts.receive(elsewhere("long ago", -1000));
  expect(text()).toBe("from the phone");
});

it("takes nothing away while somebody types, and the newest once they have stopped", async () => {
  drafts.write(PLACE, "here");
  drafts.receive(elsewhere("there"));
  expect(text()).toBe("here");
  await vi.advanceTimersByTimeAsync(QUIET);
  expect(text()).toBe("there");
});

it("keeps what is typed on, whatever came in between", async () => {
  drafts.write(PLACE, "here");
  drafts.receive(elsewhere("there"));
  await vi.advanceTimersByTimeAsync(1000);
  drafts.write(PLACE, "here and on");
  await vi.advanceTimersByTimeAsync(QUIET);
  expect(text()).toBe("here and on");
});

it.each<ConstructorParameters<typeof ApiError>[0]>([
  { status: 0, code: "network" },
  { status: 429, code: "rate_limited", retryAfter: 5 },
])("tells again what could not be told: $code", async (failure) => {
  tell.mockRejectedValueOnce(new ApiError(failure));
  drafts.write(PLACE, "in the tunnel");
  await vi.advanceTimersByTimeAsync(QUIET);
  load.mockImplementation(async () => tell.mock.lastCall ?? []);
  await drafts.resume();
  expect(tell).toHaveBeenCalledTimes(2);
  expect(text()).toBe("in the tunnel");
});

it("forgets what was sent on another device meanwhile", async () => {
  drafts.receive(elsewhere("half a sentence"));
  await drafts.resume();
  expect(text()).toBe("");
});

it("a clock that is ahead does not keep newer drafts away", async () => {
  const now = Date.now();
  tell.mockImplementation(async (draft) => ({ ...draft, at: new Date(now - 60_000).toISOString() }));
  drafts.write(PLACE, "from the future");
  await vi.advanceTimersByTimeAsync(QUIET);
  drafts.receive({ ...PLACE, text: "newer", at: new Date(now - 30_000).toISOString() });
  expect(text()).toBe("newer");
});
