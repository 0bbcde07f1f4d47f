// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api } from "@/lib/api/api";
import { allPages, wholeList } from "@/lib/api/pagination";
import { ApiError } from "@/lib/http/request";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it("puts the pages of a list together", async () => {
  const get = vi.spyOn(api, "get");
  get.mockResolvedValueOnce({ next: "http://inner:8001/api/rooms/?cursor=a", previous: null, results: [1, 2] });
  get.mockResolvedValueOnce({ next: null, previous: null, results: [3] });
  expect(await allPages("/api/rooms/")).toEqual([1, 2, 3]);
  expect(get.mock.calls.map(([path]) => path)).toEqual(["/api/rooms/", "/api/rooms/?cursor=a"]);
});

it("fetches the rest of a list that did not come whole", async () => {
  const get = vi.spyOn(api, "get");
  get.mockResolvedValueOnce({ drafts: ["a"], next: "/api/drafts/?cursor=b" }).mockResolvedValueOnce({ drafts: ["b"] });
  expect(await wholeList("/api/drafts/", "drafts")).toEqual(["a", "b"]);
});

it("waits where it was too fast, as long as it is told to", async () => {
  const get = vi.spyOn(api, "get");
  get.mockRejectedValueOnce(new ApiError({ status: 429, code: "rate_limited", retryAfter: 10 }));
  get.mockResolvedValueOnce({ next: null, previous: null, results: [1] });
  const pages = allPages("/api/rooms/");
  await vi.advanceTimersByTimeAsync(9000);
  expect(get).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(7000);
  expect(await pages).toEqual([1]);
});
