import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { useLayoutEffect } from "react";
import { expect, it, vi } from "vitest";
import { session } from "@/lib/session/session";
import type { RealtimeClient } from "@/realtime/client";
import { realtime } from "@/realtime/currentClient";
import { useRealtime } from "@/realtime/useRealtime";
import { hanako } from "../helpers/browser";

vi.mock("@/realtime/client", () => ({
  RealtimeClient: class {
    socket = { start() {}, stop() {} };
    open() {}
    close() {}
  },
}));

let painted: RealtimeClient | null = null;

const Shell = () => {
  useRealtime();
  return <textarea />;
};

/** Its layout effects are the last thing before the page is painted, and somebody may type. */
function Page() {
  useLayoutEffect(() => {
    painted = realtime();
  });
  return <Shell />;
}

it("has a client when the page is painted: what is typed at once is kept", () => {
  session.setState({ status: "in", user: hanako as never });
  const { unmount } = render(
    <QueryClientProvider client={new QueryClient()}>
      <Page />
    </QueryClientProvider>,
  );
  expect(painted).not.toBeNull();
  expect(painted).toBe(realtime());
  unmount();
  expect(realtime()).toBeNull();
});
