import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { FollowButton } from "@/features/thread-follow/FollowButton";
import { addTexts, startI18n } from "@/lib/i18n/i18n";
import { startSession } from "@/lib/session/session";
import { openBrowser } from "../../helpers/browser";

const ROOT = 1001;
let level: string;

beforeEach(async () => {
  const site = openBrowser();
  await startI18n();
  await addTexts("inbox");
  await startSession();
  level = "mentions";
  const answer = () => Response.json({ thread: ROOT, room: 12, level, muted_until: null });
  const path = `/api/messages/${ROOT}/follow/`;
  site.answers[`GET ${path}`] = answer;
  site.answers[`PUT ${path}`] = () => {
    level = "all";
    return answer();
  };
  site.answers[`DELETE ${path}`] = () => {
    level = "mentions";
    return new Response(null, { status: 204 });
  };
});

afterEach(cleanup);

const tree = (client: QueryClient, mine: number) => (
  <QueryClientProvider client={client}>
    <TooltipProvider>
      <FollowButton root={ROOT} mine={mine} />
    </TooltipProvider>
  </QueryClientProvider>
);

it("follows a thread, and follows it no more", async () => {
  render(tree(new QueryClient(), 0));
  fireEvent.click(await screen.findByRole("button", { name: "Follow", pressed: false }));
  expect(await screen.findByRole("button", { name: "Following", pressed: true })).toBeVisible();
  await expect.poll(() => level).toBe("all");
  fireEvent.click(screen.getByRole("button", { name: "Following" }));
  await expect.poll(() => level).toBe("mentions");
  expect(await screen.findByRole("button", { name: "Follow", pressed: false })).toBeVisible();
});

it("shows that I follow it once I have written in it", async () => {
  const client = new QueryClient();
  const { rerender } = render(tree(client, 0));
  await screen.findByRole("button", { name: "Follow" });
  level = "all";
  rerender(tree(client, 1));
  expect(await screen.findByRole("button", { name: "Following" }, { timeout: 5_000 })).toBeVisible();
});
