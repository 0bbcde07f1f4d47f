// @vitest-environment jsdom
import { expect, it } from "vitest";
import { queryClient } from "@/app/queryClient";
import { session } from "@/lib/session/session";
import { queryKeys } from "@/realtime/cache/queryKeys";

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
