import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, expect, it, vi } from "vitest";
import { readAnew } from "@/realtime/cache/readAnew";

const KEY = ["held"];
const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });

afterEach(() => client.clear());

/** A query that is shown, whose answers come when the test says so. */
function shown() {
  const answers: ((value: number) => void)[] = [];
  const queryFn = vi.fn(() => new Promise<number>((resolve) => answers.push(resolve)));
  const observer = new QueryObserver(client, { queryKey: KEY, queryFn, staleTime: Number.POSITIVE_INFINITY });
  const stop = observer.subscribe(() => {});
  return { answers, queryFn, stop };
}

it("asks again where something came while the first answer was on its way", async () => {
  const { answers, queryFn, stop } = shown();
  for (let frame = 0; frame < 3; frame++) readAnew(client, KEY);
  answers[0]?.(1);
  await vi.waitFor(() => expect(queryFn).toHaveBeenCalledTimes(2));
  expect(client.getQueryData(KEY)).toBe(1);
  answers[1]?.(2);
  await vi.waitFor(() => expect(client.getQueryData(KEY)).toBe(2));
  expect(queryFn).toHaveBeenCalledTimes(2);
  stop();
});

it("asks once where nothing came", async () => {
  const { answers, queryFn, stop } = shown();
  answers[0]?.(1);
  await vi.waitFor(() => expect(client.getQueryData(KEY)).toBe(1));
  expect(queryFn).toHaveBeenCalledOnce();
  stop();
});

it("asks again after a first answer that failed", async () => {
  let isAway = true;
  const queryFn = vi.fn(async () => {
    if (isAway) throw new Error("away");
    return 1;
  });
  const observer = new QueryObserver(client, { queryKey: KEY, queryFn });
  const stop = observer.subscribe(() => {});
  readAnew(client, KEY);
  isAway = false;
  await vi.waitFor(() => expect(client.getQueryData(KEY)).toBe(1));
  stop();
});
