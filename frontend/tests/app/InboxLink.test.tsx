import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeEach, expect, it } from "vitest";
import { InboxLink } from "@/app/inbox/InboxLink";
import { ApiError } from "@/lib/http/request";
import { startI18n } from "@/lib/i18n/i18n";
import { queryKeys } from "@/realtime/cache/queryKeys";

beforeEach(startI18n);
afterEach(cleanup);

/** Returns how the server refuses to say what is in it. */
function show(unread: number | null) {
  const client = new QueryClient();
  if (unread !== null) client.setQueryData(queryKeys.inboxUnread(), { unread, rooms: null, me: 1 });
  render(
    <QueryClientProvider client={client}>
      <MemoryRouter>
        <InboxLink />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return (status: number) =>
    client.prefetchQuery({
      queryKey: queryKeys.inboxUnread(),
      queryFn: () => Promise.reject(new ApiError({ status, code: "not_found" })),
    });
}

it.each([
  [0, /^Inbox$/, null],
  [3, /^Inbox\s*3 unread$/, "3"],
  [99, /^Inbox\s*99 unread$/, "99"],
  // Frames count no further: an ear must not hear "100" of 500.
  [100, /^Inbox\s*More than 99 unread$/, "99+"],
  [500, /^Inbox\s*More than 99 unread$/, "99+"],
])("says the same to eye and ear: %s", (unread, name, shown) => {
  show(unread);
  expect(screen.getByRole("link")).toHaveAccessibleName(name);
  if (shown) expect(screen.getByText(shown)).toBeVisible();
});

it("has its place before it is known what is in it, so that no room moves", async () => {
  const fail = show(null);
  expect(screen.getByRole("link")).toHaveAccessibleName("Inbox");
  await fail(503);
  expect(screen.getByRole("link")).toHaveAccessibleName("Inbox");
});

it("goes on a site without an inbox", async () => {
  const fail = show(null);
  await fail(404);
  await waitFor(() => expect(screen.queryByRole("link")).toBeNull());
});
