import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { useReadReplies } from "@/entities/inbox/readReplies";
import { useInboxState, useInboxUnread } from "@/entities/inbox/unread";
import { startSession } from "@/lib/session/session";
import { setStatus } from "@/realtime/connection/connectionState";
import { openBrowser, refusal, type Site } from "../../helpers/browser";

const [ROOM, ROOT] = [12, 1001];
const PATH = "/api/inbox/unread/";

let site: Site;
let client: QueryClient;
let unread: number;

beforeEach(async () => {
  site = openBrowser();
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  unread = 2;
  await startSession();
  site.answers[`GET ${PATH}`] = () => Response.json({ unread, rooms: { [ROOM]: unread }, me: 5 });
});

afterEach(() => {
  cleanup();
  setStatus("closed");
});

const around = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={client}>{children}</QueryClientProvider>
);

const asked = () => site.requests.filter((each) => each === `GET ${PATH}`).length;

function inShell() {
  return renderHook(
    () => {
      useInboxState();
      return [useInboxUnread(), useInboxUnread()];
    },
    { wrapper: around },
  );
}

const aWhile = () => act(() => new Promise((resolve) => setTimeout(resolve, 300)));

it("is asked for once at a start, however many show it, and once more after an outage", async () => {
  const { result } = inShell();
  await aWhile();
  expect(asked()).toBe(0);
  act(() => setStatus("open"));
  await expect.poll(() => result.current).toEqual([2, 2]);
  await aWhile();
  expect(asked()).toBe(1);
  unread = 3;
  act(() => setStatus("connecting"));
  act(() => setStatus("open"));
  await expect.poll(() => result.current, { timeout: 10_000 }).toEqual([3, 3]);
  expect(asked()).toBe(2);
});

it("is null on a site without an inbox", async () => {
  site.answers[`GET ${PATH}`] = () => refusal(404, "not_found");
  const { result } = inShell();
  act(() => setStatus("open"));
  await expect.poll(asked).toBe(1);
  await aWhile();
  expect(result.current).toEqual([null, null]);
});

it("lets a thread mark its replies that is opened before anything else", async () => {
  site.answers["POST /api/inbox/done/"] = () => Response.json({ unread: 0, rooms: {}, me: 6 });
  const { result } = renderHook(
    () => {
      useInboxState();
      useReadReplies(ROOM, ROOT, 9, true);
      return useInboxUnread();
    },
    { wrapper: around },
  );
  act(() => setStatus("open"));
  await expect.poll(() => result.current).toBe(0);
  expect(site.bodies).toContainEqual({ replies: { thread: ROOT, seq: 9 } });
});
