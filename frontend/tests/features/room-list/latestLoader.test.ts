// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, type MockInstance, vi } from "vitest";
import { wantLatest } from "@/features/room-list/latestLoader";
import { api } from "@/lib/api/api";
import { ApiError } from "@/lib/http/request";

let get: MockInstance<typeof api.get>;
const asked = () => get.mock.calls.map(([, options]) => String(options?.params?.rooms).split(",").length);

beforeEach(() => {
  vi.useFakeTimers();
  get = vi.spyOn(api, "get").mockResolvedValue({ messages: [] });
});
afterEach(() => vi.useRealTimers());

it("asks for the rows that come into view together, fifty at once, each once", async () => {
  for (let id = 1; id <= 70; id++) wantLatest(id);
  wantLatest(1);
  await vi.runAllTimersAsync();
  expect(asked()).toEqual([50, 20]);
});

it("asks again after a failure that passes, and not after a refusal", async () => {
  get.mockRejectedValueOnce(new ApiError({ status: 503, code: "unavailable" }));
  wantLatest(1);
  await vi.runAllTimersAsync();
  expect(asked()).toEqual([1, 1]);
  get.mockRejectedValueOnce(new ApiError({ status: 401, code: "session_revoked" }));
  wantLatest(2);
  await vi.runAllTimersAsync();
  expect(asked()).toEqual([1, 1, 1]);
});
