// @vitest-environment jsdom
import { QueryObserver } from "@tanstack/react-query";
import { afterEach, expect, it, vi } from "vitest";
import { queryClient } from "@/app/queryClient";
import { session } from "@/lib/session/session";
import { queryKeys } from "@/realtime/cache/queryKeys";

const KEY = ["held"];

afterEach(() => queryClient.clear());

it("keeps nothing of a person who signs out", () => {
  session.setState({ status: "in" });
  for (const key of [queryKeys.rooms(), queryKeys.warnings(), queryKeys.site()]) queryClient.setQueryData(key, "known");
  session.setState({ status: "out" });
  expect(
    queryClient
      .getQueryCache()
      .getAll()
      .map(({ queryKey }) => queryKey),
  ).toEqual([queryKeys.site()]);
});

/** A query that is shown, whose answers come when the test says so. */
function shown() {
  const answers: ((value: number) => void)[] = [];
  const queryFn = vi.fn(() => new Promise<number>((resolve) => answers.push(resolve)));
  const observer = new QueryObserver(queryClient, { queryKey: KEY, queryFn, staleTime: Number.POSITIVE_INFINITY });
  const stop = observer.subscribe(() => {});
  return { answers, queryFn, stop };
}

it("asks again where something came while the first answer was on its way", async () => {
  const { answers, queryFn, stop } = shown();
  for (let frame = 0; frame < 3; frame++) void queryClient.invalidateQueries({ queryKey: KEY });
  answers[0]?.(1);
  await vi.waitFor(() => expect(queryFn).toHaveBeenCalledTimes(2));
  expect(queryClient.getQueryData(KEY)).toBe(1);
  answers[1]?.(2);
  await vi.waitFor(() => expect(queryClient.getQueryData(KEY)).toBe(2));
  expect(queryFn).toHaveBeenCalledTimes(2);
  stop();
});

it("asks once where nothing came", async () => {
  const { answers, queryFn, stop } = shown();
  answers[0]?.(1);
  await vi.waitFor(() => expect(queryClient.getQueryData(KEY)).toBe(1));
  expect(queryFn).toHaveBeenCalledOnce();
  stop();
});

it("asks again after a first answer that failed", async () => {
  let isAway = true;
  const queryFn = vi.fn(async () => {
    if (isAway) throw new Error("away");
    return 1;
  });
  const observer = new QueryObserver(queryClient, { queryKey: KEY, queryFn });
  const stop = observer.subscribe(() => {});
  void queryClient.invalidateQueries({ queryKey: KEY });
  isAway = false;
  await vi.waitFor(() => expect(queryClient.getQueryData(KEY)).toBe(1));
  stop();
});
