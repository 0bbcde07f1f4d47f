import { QueryClient, QueryClientProvider, QueryObserver } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { expect, it, vi } from "vitest";
import { ModerationState } from "@/features/moderation/ModerationState";
import { api } from "@/lib/api/api";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { emitModerationFrame } from "@/realtime/moderationFrames";

it("keeps how many reports a frame has told of, where the answer that is on its way is older", async () => {
  vi.spyOn(api, "get").mockImplementation(() => new Promise(() => {}));
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <MemoryRouter>
        <ModerationState />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  let answer = (_: { open: number }) => {};
  const queryFn = () => new Promise<{ open: number }>((resolve) => (answer = resolve));
  const stop = new QueryObserver(client, { queryKey: queryKeys.reportSummary(), queryFn }).subscribe(() => {});
  emitModerationFrame({ type: "reports.changed", open: 3 });
  answer({ open: 2 });
  await vi.waitFor(() => expect(client.isFetching({ queryKey: queryKeys.reportSummary() })).toBe(0));
  expect(client.getQueryData(queryKeys.reportSummary())).toEqual({ open: 3 });
  stop();
});
