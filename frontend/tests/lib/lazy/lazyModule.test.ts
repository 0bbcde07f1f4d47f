// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { retrying } from "@/lib/http/retryUnanswered";
import { aheadModule, loadAhead } from "@/lib/lazy/aheadModule";
import { lazyModule } from "@/lib/lazy/lazyModule";

const PAGE = '<div id="root"></div><script type="module" src="/static/app/assets/app-1.js"></script>';
const LONG = 60_000;

const server = vi.fn<typeof fetch>();
const request = vi.fn<() => Promise<string>>();
let isOnline = true;
const serve = (page: string) => server.mockImplementation(async () => new Response(page));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", server);
  document.head.innerHTML = '<script type="module" src="/static/app/assets/app-1.js"></script>';
  isOnline = true;
  vi.spyOn(navigator, "onLine", "get").mockImplementation(() => isOnline);
  request.mockReset().mockResolvedValue("module");
  serve(PAGE);
});

afterEach(() => vi.useRealTimers());

const fail = () => request.mockRejectedValue(new TypeError("Failed to fetch dynamically imported module"));

describe("a lazy module", () => {
  it("is requested once, by whoever needs it first", async () => {
    const module = lazyModule(request);
    expect(request).not.toHaveBeenCalled();
    expect(await Promise.all([module.load(), module.load()])).toEqual(["module", "module"]);
    expect(await module.load()).toBe("module");
    expect(request).toHaveBeenCalledOnce();
  });

  it("is requested again after a failure", async () => {
    request.mockRejectedValueOnce(new TypeError("Failed to fetch"));
    const module = lazyModule(request);
    await expect(module.load()).rejects.toThrow("Failed to fetch");
    expect(module.state).toEqual({ module: undefined, failure: "unreachable" });
    await module.load();
    expect(module.state).toEqual({ module: "module", failure: null });
  });

  it("comes by itself when the network is back, and asks for nothing while it is away", async () => {
    isOnline = false;
    const changed = vi.fn();
    const module = lazyModule(request);
    module.watch(changed);
    module.load().catch(() => {});
    await vi.advanceTimersByTimeAsync(0);
    expect(module.state.failure).toBe("unreachable");
    expect(request).not.toHaveBeenCalled();
    isOnline = true;
    dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(0);
    expect(module.state.module).toBe("module");
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it("comes by itself when the server is back", async () => {
    request.mockRejectedValueOnce(new TypeError("Failed to fetch"));
    server.mockRejectedValue(new TypeError("Failed to fetch"));
    const module = lazyModule(request);
    module.watch(() => {});
    module.load().catch(() => {});
    await vi.advanceTimersByTimeAsync(LONG);
    expect(module.state.module).toBe("module");
  });

  it("is left alone where nobody waits for it", async () => {
    fail();
    const module = lazyModule(request);
    module.load().catch(() => {});
    await vi.advanceTimersByTimeAsync(LONG);
    expect(request).toHaveBeenCalledOnce();
  });

  it("is outdated where the server has the page of another version", async () => {
    fail();
    serve(PAGE.replace("app-1", "app-2"));
    const module = lazyModule(request);
    module.watch(() => {});
    module.load().catch(() => {});
    await vi.advanceTimersByTimeAsync(LONG);
    expect(module.state.failure).toBe("outdated");
  });

  it("is not outdated because a hotel's login page answers", async () => {
    fail();
    serve("<h1>Welcome to our hotel</h1>");
    const module = lazyModule(request);
    module.watch(() => {});
    module.load().catch(() => {});
    await vi.advanceTimersByTimeAsync(10 * LONG);
    expect(module.state.failure).toBe("unreachable");
  });

  it("asks for a reload where a browser keeps the failure though the server is there", async () => {
    fail();
    const module = lazyModule(request);
    module.watch(() => {});
    module.load().catch(() => {});
    await vi.advanceTimersByTimeAsync(LONG);
    expect(request.mock.calls.length).toBeGreaterThanOrEqual(3);
    expect(module.state.failure).toBe("outdated");
  });

  it("can be waited for through failures, and the page says so meanwhile", async () => {
    request.mockRejectedValueOnce(new TypeError("Failed to fetch"));
    server.mockRejectedValue(new TypeError("Failed to fetch"));
    const waiting = lazyModule(request).whenLoaded();
    await vi.advanceTimersByTimeAsync(0);
    expect(retrying.getState().requests).toBe(1);
    await vi.advanceTimersByTimeAsync(LONG);
    expect(await waiting).toBe("module");
    expect(retrying.getState().requests).toBe(0);
  });

  it("that must not wait for the network is loaded after the first page", async () => {
    const module = aheadModule(request);
    expect(request).not.toHaveBeenCalled();
    loadAhead();
    await vi.advanceTimersByTimeAsync(0);
    expect(module.state.module).toBe("module");
    expect(request).toHaveBeenCalledOnce();
  });
});
