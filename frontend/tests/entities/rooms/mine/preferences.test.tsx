import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, it } from "vitest";
import { usePreferences } from "@/entities/rooms/mine/preferences";
import type { RoomSummary } from "@/lib/protocol/types";
import { startSession } from "@/lib/session/session";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { openBrowser, refusal } from "../../../helpers/browser";
import { aSummary } from "../../../helpers/summary";

it("takes a refused choice back, and no other that was made since", async () => {
  const site = openBrowser();
  let refuse = (_: Response) => {};
  const refused = new Promise<Response>((resolve) => {
    refuse = resolve;
  });
  site.answers["PATCH /api/rooms/12/mine/"] = (sent) =>
    "favourite" in (sent as object) ? refused : Response.json(aSummary());
  await startSession();
  const client = new QueryClient();
  client.setQueryData<RoomSummary[]>(queryKeys.rooms(), [aSummary({ id: 12, favourite: false, muted: false })]);
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const one = renderHook(() => usePreferences(12), { wrapper }).result;
  const other = renderHook(() => usePreferences(12), { wrapper }).result;
  one.current.mutate({ favourite: true });
  other.current.mutate({ muted: true });
  const room = () => client.getQueryData<RoomSummary[]>(queryKeys.rooms())?.[0];
  await waitFor(() => expect(room()).toMatchObject({ favourite: true, muted: true }));
  refuse(refusal(403, "forbidden"));
  await waitFor(() => expect(room()).toMatchObject({ favourite: false, muted: true }));
});
