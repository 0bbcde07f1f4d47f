import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { FollowButton } from "@/features/thread-follow/FollowButton";
import { addTexts, startI18n } from "@/lib/i18n/i18n";
import { startSession } from "@/lib/session/session";
import { openBrowser, type Site } from "../../helpers/browser";

const ROOT = 1001;
let site: Site;
let level: string;
let mutedUntil: string | null;

beforeEach(async () => {
  site = openBrowser();
  await startI18n();
  await addTexts("inbox");
  await startSession();
  level = "mentions";
  mutedUntil = null;
  const answer = () => Response.json({ thread: ROOT, room: 12, level, muted_until: mutedUntil });
  const path = `/api/messages/${ROOT}/follow/`;
  site.answers[`GET ${path}`] = answer;
  site.answers[`PUT ${path}`] = () => {
    const wanted = site.bodies.at(-1) as { level: string; muted_until: string | null };
    [level, mutedUntil] = [wanted.level, wanted.muted_until];
    return answer();
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
  fireEvent.click(await screen.findByRole("button", { name: "Follow" }));
  expect(await screen.findByRole("button", { name: "Following" })).toBeVisible();
  await expect.poll(() => level).toBe("all");
  fireEvent.click(screen.getByRole("button", { name: "Following" }));
  await expect.poll(() => level).toBe("mentions");
  expect(await screen.findByRole("button", { name: "Follow" })).toBeVisible();
});

it("shows that I follow it once I have written in it", async () => {
  const client = new QueryClient();
  const { rerender } = render(tree(client, 0));
  await screen.findByRole("button", { name: "Follow" });
  level = "all";
  rerender(tree(client, 1));
  expect(await screen.findByRole("button", { name: "Following" }, { timeout: 5_000 })).toBeVisible();
});

it("is told of nothing, and mutes the thread for a while, by keys", async () => {
  render(tree(new QueryClient(), 0));
  const person = userEvent.setup();
  const menu = await screen.findByRole("button", { name: "Notifications of this thread" });
  menu.focus();
  await person.keyboard("{ArrowDown}");
  await person.click(await screen.findByRole("menuitemradio", { name: "Nothing" }));
  await expect.poll(() => level).toBe("nothing");
  await person.click(screen.getByRole("menuitem", { name: "Mute for 8 hours" }));
  await expect.poll(() => mutedUntil).not.toBeNull();
  const ahead = Date.parse(mutedUntil ?? "") - Date.now();
  expect(Math.abs(ahead - 8 * 3_600_000)).toBeLessThan(60_000);
  expect(level).toBe("nothing");
  expect(await screen.findByText(/^Muted until/)).toBeVisible();
  menu.focus();
  await person.keyboard("{ArrowDown}");
  await person.click(await screen.findByRole("menuitem", { name: "Unmute" }));
  await expect.poll(() => mutedUntil).toBeNull();
  expect(level).toBe("nothing");
});

it("is asked for once where I had written in the thread before", async () => {
  level = "all";
  render(tree(new QueryClient(), 3));
  await screen.findByRole("button", { name: "Following" });
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(site.requests.filter((each) => each.startsWith("GET") && each.includes("follow"))).toHaveLength(1);
});

it("shows that I follow it where the server is slow to say so", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 100 });
  const client = new QueryClient();
  const { rerender } = render(tree(client, 0));
  await screen.findByRole("button", { name: "Follow" });
  rerender(tree(client, 1));
  await vi.advanceTimersByTimeAsync(3_000);
  level = "all";
  expect(await screen.findByRole("button", { name: "Following" })).toBeVisible();
  vi.useRealTimers();
});
