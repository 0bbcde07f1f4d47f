import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { beforeEach, expect, it, vi } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { MembersPanel } from "@/features/members/MembersPanel";
import { startI18n } from "@/lib/i18n/i18n";
import type { Member, RoomSummary, User } from "@/lib/protocol/types";
import { startSession } from "@/lib/session/session";
import { CacheWriter } from "@/realtime/cache/cacheWriter";
import { registerPeopleIn } from "@/realtime/cache/peopleInAnswers";
import { openBrowser, refusal, type Site } from "../../helpers/browser";
import { aSummary } from "../../helpers/summary";

const ROOM = 12;
const PATH = `/api/rooms/${ROOM}/members/`;

let site: Site;
let client: QueryClient;
beforeEach(async () => {
  site = openBrowser();
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  // As in the app, where every answer in the cache is read for names.
  registerPeopleIn(client);
  await startI18n();
  await startSession();
});

const userOf = (id: number): User => {
  return { id: id + 20, username: `guest${id}`, display_name: `Guest ${id}`, avatar: null, status: null };
};
const memberOf = (id: number, more: Partial<Member> = {}): Member => ({
  user: userOf(id),
  role: "member",
  joined_at: "2026-11-20T08:30:00Z",
  rev: 1,
  last_read_seq: null,
  read_rev: null,
  ...more,
});
const pageOf =
  (ids: number[], count: number, next: string | null = null) =>
  () =>
    Response.json({ next, previous: null, results: ids.map((id) => memberOf(id)), count });
const peopleOf = (ids: number[]) => () => Response.json({ results: ids.map(userOf) });

function show(more: Partial<RoomSummary> = {}) {
  const room = aSummary({ id: ROOM, name: "Plaza", member_count: 2003, ...more });
  const tree = (shown: RoomSummary) => (
    <QueryClientProvider client={client}>
      <MemoryRouter>
        <TooltipProvider>
          <MembersPanel room={shown} />
        </TooltipProvider>
      </MemoryRouter>
    </QueryClientProvider>
  );
  const { rerender } = render(tree(room));
  return { person: userEvent.setup(), change: (news: Partial<RoomSummary>) => rerender(tree({ ...room, ...news })) };
}

const names = () =>
  within(screen.getByRole("list", { name: "Members" }))
    .getAllByText(/^Guest/)
    .map((element) => element.textContent);
const asked = () => site.requests.filter((request) => request.startsWith(`GET ${PATH}`));

it("shows a page of the members, and the next one on request", async () => {
  site.answers[`GET ${PATH}?sort=role&limit=100`] = pageOf([1, 2], 2003, `http://inside:8000${PATH}?cursor=abc`);
  site.answers[`GET ${PATH}?cursor=abc`] = pageOf([3], 2003);
  const { person } = show();
  expect(await screen.findByRole("status")).toHaveTextContent("2,003 members");
  expect(names()).toEqual(["Guest 1", "Guest 2"]);
  await person.click(screen.getByRole("button", { name: "Show more" }));
  await vi.waitFor(() => expect(names()).toEqual(["Guest 1", "Guest 2", "Guest 3"]));
  expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
});

it("searches members, says how many there are, and offers people who are not in the room apart from them", async () => {
  site.answers[`GET ${PATH}?sort=role&limit=100`] = pageOf([1], 2003);
  site.answers[`GET ${PATH}?sort=role&limit=100&q=guest`] = pageOf([5, 6], 2);
  site.answers["GET /api/users/?q=guest"] = peopleOf([5, 6, 9]);
  site.answers[`POST ${PATH}`] = () => Response.json({ results: [memberOf(9)] }, { status: 201 });
  const { person } = show();
  await person.type(await screen.findByLabelText("Search members"), "guest");
  await vi.waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("2 members found"));
  expect(names()).toEqual(["Guest 5", "Guest 6"]);
  const others = await screen.findByRole("region", { name: "Not in this room" });
  expect(within(others).getAllByRole("listitem")).toHaveLength(1);
  await person.click(within(others).getByRole("button", { name: "Add Guest 9" }));
  await vi.waitFor(() => expect(site.bodies.at(-1)).toEqual({ users: [29] }));
});

it("says that nobody was found", async () => {
  site.answers[`GET ${PATH}?sort=role&limit=100`] = pageOf([1], 2003);
  site.answers[`GET ${PATH}?sort=role&limit=100&q=nobody`] = pageOf([], 0);
  site.answers["GET /api/users/?q=nobody"] = peopleOf([]);
  const { person } = show();
  await person.type(await screen.findByLabelText("Search members"), "nobody");
  await vi.waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("No member found."));
  expect(screen.queryByRole("region", { name: "Not in this room" })).toBeNull();
});

it("offers nobody to who may add nobody", async () => {
  site.answers[`GET ${PATH}?sort=role&limit=100`] = pageOf([1], 2003);
  site.answers[`GET ${PATH}?sort=role&limit=100&q=guest`] = pageOf([5], 1);
  const { person } = show({ kind: "private", role: "member" });
  await person.type(await screen.findByLabelText("Search members"), "guest");
  await vi.waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("1 member found"));
  expect(site.requests).not.toContain("GET /api/users/?q=guest");
});

it.each([
  ["By name", "name"],
  ["Online first", "online"],
  ["Newest last", "joined"],
])("asks the server for the order: %s", async (label, sort) => {
  site.answers[`GET ${PATH}?sort=role&limit=100`] = pageOf([1, 2], 2);
  site.answers[`GET ${PATH}?sort=${sort}&limit=100`] = pageOf([2, 1], 2);
  const { person } = show();
  await person.selectOptions(await screen.findByLabelText("Order"), label);
  await vi.waitFor(() => expect(names()).toEqual(["Guest 2", "Guest 1"]));
});

it("shows changes of those who are listed at once, and asks where somebody new belongs", async () => {
  site.answers[`GET ${PATH}?sort=role&limit=100`] = pageOf([1, 2], 2);
  const { change } = show({ member_count: 2 });
  await screen.findByText("Guest 1");
  const writer = new CacheWriter(client);
  act(() => writer.putMember(ROOM, memberOf(1, { rev: 2, role: "owner" })));
  expect(await screen.findByText("Owner")).toBeVisible();
  act(() => writer.putMember(ROOM, memberOf(2, { rev: 3, role: null })));
  await vi.waitFor(() => expect(names()).toEqual(["Guest 1"]));
  site.answers[`GET ${PATH}?sort=role&limit=100`] = pageOf([1, 3], 2);
  change({ member_count: 3 });
  await vi.waitFor(() => expect(names()).toEqual(["Guest 1", "Guest 3"]));
  expect(asked()).toHaveLength(2);
});

it("keeps what is loaded where the next page fails, and tries it again", async () => {
  site.answers[`GET ${PATH}?sort=role&limit=100`] = pageOf([1], 2, `http://inside${PATH}?cursor=abc`);
  site.answers[`GET ${PATH}?cursor=abc`] = () => refusal(503, "unavailable");
  const { person } = show();
  await person.click(await screen.findByRole("button", { name: "Show more" }));
  expect(await screen.findByRole("alert")).toBeVisible();
  expect(names()).toEqual(["Guest 1"]);
  site.answers[`GET ${PATH}?cursor=abc`] = pageOf([2], 2);
  await person.click(screen.getByRole("button", { name: "Show more" }));
  await vi.waitFor(() => expect(names()).toEqual(["Guest 1", "Guest 2"]));
});
