import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type ReactNode, useLayoutEffect } from "react";
import { MemoryRouter, useLocation, useNavigate } from "react-router";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { recentSearches } from "@/features/search/recentSearches";
import { SearchPanel } from "@/features/search/SearchPanel";
import { ApiError } from "@/lib/http/request";
import { addTexts, startI18n } from "@/lib/i18n/i18n";
import type { FoundMessage, Me, Message, SearchPage } from "@/lib/protocol/types";
import { session } from "@/lib/session/session";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { ME, message, ROOM, user } from "../../helpers/fakeRoom";
import { file } from "../../helpers/files";
import { aSummary } from "../../helpers/summary";

type Options = { params?: { q?: string; sort?: string } };
const get = vi.hoisted(() => vi.fn<(path: string, options?: Options) => Promise<unknown>>());
vi.mock("@/lib/api/api", () => ({ api: { get } }));

let isBeside = true;

beforeAll(async () => {
  await startI18n();
  await addTexts("search");
});
beforeEach(() => {
  isBeside = true;
  get.mockReset();
  localStorage.clear();
  session.setState({ status: "in", user: { ...user(ME) } as Me });
  vi.stubGlobal("matchMedia", (media: string) => Object.assign(new EventTarget(), { media, matches: isBeside }));
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
});

const hit = (seq: number, change: Partial<Message> & Partial<Pick<FoundMessage, "matches">> = {}): FoundMessage => {
  const { matches = [[0, 4]], ...more } = change;
  return { message: message(seq, more), room: more.room ?? ROOM, matches, before: null, after: null };
};
const page = (results: FoundMessage[], more: Partial<SearchPage> = {}): SearchPage => ({
  results,
  rooms: [],
  people: [],
  files: [],
  notes: [],
  next: null,
  ...more,
});

function Place() {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  return (
    <>
      <output aria-label="place">{decodeURIComponent(pathname + search)}</output>
      <button type="button" onClick={() => navigate(-1)}>
        go back
      </button>
    </>
  );
}

function open(path = `/rooms/${ROOM}?search=`, beside?: ReactNode) {
  const client = new QueryClient();
  client.setQueryData(queryKeys.rooms(), [
    aSummary({ id: ROOM, name: "Hearth" }),
    aSummary({ id: 13, name: "Garden" }),
  ]);
  render(
    <QueryClientProvider client={client}>
      <MemoryRouter initialEntries={["/rooms/13", path]}>
        <TooltipProvider>
          <Place />
          <SearchPanel />
          {beside}
        </TooltipProvider>
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return { person: userEvent.setup(), client };
}

const field = () => screen.getByRole("combobox", { name: "Search messages" });
const place = () => screen.getByLabelText("place").textContent;
const hits = () => within(screen.getByRole("list", { name: "Messages" })).getAllByRole("link");
const asked = () => get.mock.calls.filter(([path]) => path === "/api/search/").map(([, options]) => options?.params?.q);

it("searches what is typed once it has settled, and marks it", async () => {
  get.mockResolvedValue(page([hit(9, { text: "🔥会議室で", matches: [[1, 3]] })]));
  const { person } = open();
  expect(field()).toHaveFocus();
  await person.keyboard("会議");
  expect(await screen.findByText("会議", { selector: "mark" })).toBeVisible();
  expect(asked()).toEqual(["会議"]);
  expect(place()).toBe(`/rooms/${ROOM}?search=会議`);
  expect(screen.getByText("1 message")).toHaveAttribute("role", "status");
  expect(hits()[0]).toHaveAccessibleName(/U7.*Hearth.*会議室で/);
});

it("searches nothing while a word is composed, and not by the Enter that ends it", async () => {
  get.mockResolvedValue(page([]));
  open();
  fireEvent.compositionStart(field());
  fireEvent.change(field(), { target: { value: "かいぎ" } });
  fireEvent.keyDown(field(), { key: "Enter", isComposing: true, keyCode: 229 });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(asked()).toEqual([]);
  fireEvent.compositionEnd(field());
  await screen.findByRole("heading", { name: /Nothing found/ });
  expect(asked()).toEqual(["かいぎ"]);
  expect(recentSearches(ME)).toEqual([]);
});

it("opens a hit by the keyboard beside the results, and going back returns to it", async () => {
  get.mockResolvedValue(page([hit(9), hit(5), hit(3, { thread: 1002 })]));
  const { person } = open();
  await person.keyboard("text{Enter}");
  expect(await screen.findByText("3 messages")).toBeVisible();
  await person.keyboard("{ArrowDown}{ArrowDown}");
  expect(hits()[1]).toHaveFocus();
  await person.keyboard("{Enter}");
  expect(place()).toBe(`/rooms/${ROOM}/5?search=text`);
  expect(hits()[1]).toHaveAttribute("aria-current", "true");
  // Another hit takes its place in the history.
  await person.click(hits()[0] as HTMLElement);
  expect(place()).toBe(`/rooms/${ROOM}/9?search=text`);
  await person.click(screen.getByRole("button", { name: "go back" }));
  expect(place()).toBe(`/rooms/${ROOM}?search=text`);
  expect(hits()[0]).toHaveFocus();
  await person.keyboard("{ArrowUp}");
  expect(field()).toHaveFocus();
  expect(asked()).toEqual(["text"]);
  // A thread stands where the results do.
  await person.click(hits()[2] as HTMLElement);
  expect(place()).toBe(`/rooms/${ROOM}/3?thread=1002`);
  expect(recentSearches(ME)).toEqual(["text"]);
});

it("gives a narrow page to the hit", async () => {
  isBeside = false;
  get.mockResolvedValue(page([hit(9)]));
  open(`/rooms/${ROOM}?search=text`);
  expect((await screen.findByText("1 message")) && hits()[0]).toHaveAttribute("href", `/rooms/${ROOM}/9`);
});

it("offers filters while they are typed, and shows each with the way to remove it", async () => {
  get.mockResolvedValue(page([hit(9)]));
  const { person } = open();
  await person.keyboard("text has:im");
  expect(screen.getByRole("option", { name: /With an image/ })).toHaveAttribute("aria-selected", "true");
  await person.keyboard("{Enter}");
  expect(field()).toHaveValue("text has:image ");
  await vi.waitFor(() => expect(asked().at(-1)?.trim()).toBe("text has:image"));
  expect(asked()).not.toContain("text has:im");
  await person.click(screen.getByRole("button", { name: "Remove the filter: With an image" }));
  expect(field()).toHaveValue("text");
  expect(asked().at(-1)).toBe("text");
});

it("says what was searched where nothing is found", async () => {
  get.mockResolvedValue(page([], { notes: [{ code: "no_such_room", part: "Attic" }] }));
  const { person } = open(`/rooms/${ROOM}?search=teapot%20in:Attic`);
  expect(await screen.findByRole("heading", { name: "Nothing found for “teapot”" })).toBeVisible();
  expect(screen.getByText("Searched: In Attic.")).toBeVisible();
  expect(screen.queryByRole("radio")).toBeNull();
  expect(screen.getByText("None of your rooms is called “Attic”.")).toBeVisible();
  await person.click(screen.getByRole("button", { name: "Search without filters" }));
  expect(field()).toHaveValue("teapot");
  expect(await screen.findByText(/all of your 2 rooms/)).toBeVisible();
});

it("waits as long as the server asks, and says so", async () => {
  get.mockRejectedValueOnce(new ApiError({ status: 429, code: "rate_limited", retryAfter: 1 }));
  get.mockResolvedValue(page([hit(9)]));
  open(`/rooms/${ROOM}?search=text`);
  expect(await screen.findByText(/goes on by itself/)).toBeVisible();
  expect(await screen.findByText("1 message")).toBeVisible();
  expect(screen.queryByText(/goes on by itself/)).toBeNull();
});

it("says why it failed, and searches again", async () => {
  get.mockRejectedValueOnce(new ApiError({ status: 403, code: "forbidden" }));
  get.mockResolvedValue(page([hit(9)]));
  const { person } = open(`/rooms/${ROOM}?search=text`);
  await person.click(await screen.findByRole("button", { name: "Try again" }));
  expect(await screen.findByText("1 message")).toBeVisible();
});

it("lists rooms, people and files with the first page, and the next page once", async () => {
  const found = { room: 13, message: 1, seq: 4, file: file({ name: "text.pdf" }) };
  const first = { rooms: [aSummary({ id: 13, name: "Garden" })], people: [user(4)], files: [found] };
  get.mockResolvedValueOnce(page([hit(9), hit(8)], { ...first, next: "http://host/api/search/?cursor=x" }));
  get.mockResolvedValueOnce(page([hit(8), hit(3)]));
  const { person } = open(`/rooms/${ROOM}?search=text`);
  expect(await screen.findByText("2 messages so far")).toBeVisible();
  expect(screen.getByRole("link", { name: "Garden" })).toHaveAttribute("href", "/rooms/13?search=text");
  expect(screen.getByRole("button", { name: /U4/ })).toBeVisible();
  expect(screen.getByRole("link", { name: /text.pdf/ })).toHaveAttribute("href", "/rooms/13/4?search=text");
  await person.click(screen.getByRole("button", { name: "More messages" }));
  expect(await screen.findByText("3 messages")).toBeVisible();
  expect(get).toHaveBeenLastCalledWith("/api/search/?cursor=x", expect.anything());
});

it("shows nothing of a room that is not mine any more", async () => {
  get.mockResolvedValue(page([hit(9), hit(4, { room: 13 })]));
  const { client } = open(`/rooms/${ROOM}?search=text`);
  expect(await screen.findByText("2 messages")).toBeVisible();
  act(() => client.setQueryData(queryKeys.rooms(), [aSummary({ id: ROOM, name: "Hearth" })]));
  expect(await screen.findByText("1 message")).toBeVisible();
  expect(screen.queryByText("Garden")).toBeNull();
});

it("asks for another order, and remembers the search that Enter begins", async () => {
  get.mockResolvedValue(page([hit(9)]));
  const { person } = open();
  await person.keyboard("text{Enter}");
  await person.click(await screen.findByRole("radio", { name: "Best match" }));
  expect(get.mock.lastCall?.[1]?.params).toEqual({ q: "text", sort: "best" });
  await person.clear(field());
  await person.click(await screen.findByRole("button", { name: "text" }));
  expect(await screen.findByText("1 message")).toBeVisible();
});

it.each([
  ["beside the room", true],
  ["as a page", false],
])("stays where an Escape ends a conversion: %s", async (_, beside) => {
  isBeside = beside;
  open();
  await screen.findByRole("combobox");
  // Safari, after the composition has ended.
  fireEvent.keyDown(field(), { key: "Escape", keyCode: 229 });
  fireEvent.keyDown(field(), { key: "ArrowDown", keyCode: 229 });
  expect(place()).toBe(`/rooms/${ROOM}?search=`);
  expect(field()).toHaveFocus();
  fireEvent.keyDown(field(), { key: "Escape", keyCode: 27 });
  expect(place()).toBe(`/rooms/${ROOM}`);
});

it("closes by Escape, offers first", async () => {
  const { person } = open();
  await person.keyboard("fr");
  expect(screen.getByRole("option", { name: /from:/ })).toBeVisible();
  await person.keyboard("{Escape}");
  expect(screen.queryByRole("option")).toBeNull();
  expect(field()).toHaveValue("fr");
  await person.keyboard("{Escape}");
  expect(place()).toBe(`/rooms/${ROOM}`);
});

/** An answer that the test gives. */
function held() {
  let give = (_: SearchPage) => {};
  get.mockReturnValueOnce(
    new Promise((resolve) => {
      give = resolve;
    }),
  );
  return (answer: SearchPage) => act(async () => give(answer));
}

it("goes into the results by a key that comes before them, and by no other", async () => {
  const answer = held();
  const { person } = open();
  await person.keyboard("text{Enter}{ArrowDown}");
  expect(field()).toHaveFocus();
  await answer(page([hit(9), hit(8)]));
  await screen.findByText("2 messages");
  expect(hits()[0]).toHaveFocus();

  const later = held();
  await person.keyboard("{ArrowUp}s{Enter}{ArrowDown}{ArrowUp}s");
  await later(page([hit(7)]));
  await screen.findByText("1 message");
  expect(field()).toHaveFocus();
  expect(field()).toHaveValue("textss");
});

it("keeps the focus on a result that the next answer has too, else among the results", async () => {
  get.mockResolvedValueOnce(page([hit(9), hit(8)]));
  const { person } = open();
  await person.keyboard("text{Enter}");
  await screen.findByText("2 messages");
  const same = held();
  await person.keyboard("s{ArrowDown}{ArrowDown}");
  await vi.waitFor(() => expect(asked()).toEqual(["text", "texts"]));
  await same(page([hit(8), hit(7), hit(6)]));
  await screen.findByText("3 messages");
  expect(hits()[0]).toHaveFocus();

  const other = held();
  await person.keyboard("{ArrowUp}!{ArrowDown}");
  await vi.waitFor(() => expect(asked()).toHaveLength(3));
  await other(page([hit(3)]));
  await screen.findByText("1 message");
  expect(hits()[0]).toHaveFocus();
  expect(hits()[0]).toHaveAttribute("href", expect.stringContaining("/3?"));

  const nothing = held();
  await person.keyboard("{ArrowUp}?{ArrowDown}");
  await vi.waitFor(() => expect(asked()).toHaveLength(4));
  await nothing(page([]));
  await screen.findByRole("heading", { name: /Nothing found/ });
  expect(field()).toHaveFocus();
});

it("goes from a search of before to what it finds", async () => {
  get.mockResolvedValue(page([hit(9)]));
  const { person } = open();
  await person.keyboard("text{Enter}");
  await screen.findByText("1 message");
  await person.clear(field());
  await person.keyboard("{ArrowDown}");
  expect(await screen.findByRole("button", { name: "text" })).toBeVisible();
  await person.click(screen.getByRole("button", { name: "text" }));
  await screen.findByText("1 message");
  expect(hits()[0]).toHaveFocus();
});

it("has the focus before anything is painted", () => {
  let focused: Element | null = null;
  const Painted = () => {
    useLayoutEffect(() => {
      focused = document.activeElement;
    });
    return null;
  };
  open(undefined, <Painted />);
  expect(focused).toBe(field());
});

it("names the person of a direct room once", async () => {
  get.mockResolvedValue(page([hit(9, { room: 14, author: user(7) }), hit(8, { room: 14, author: user(ME) })]));
  const { client } = open(`/rooms/${ROOM}?search=text`);
  const direct = aSummary({ id: 14, kind: "direct", name: "", people: [user(7)] });
  act(() => client.setQueryData(queryKeys.rooms(), [direct]));
  expect(await screen.findByText("2 messages")).toBeVisible();
  const [theirs, mine] = hits();
  expect(within(theirs as HTMLElement).getAllByText("U7")).toHaveLength(1);
  expect(within(mine as HTMLElement).getAllByText("U7")).toHaveLength(1);
});

it("searches nothing while it asks for the people whose names begin as a filter does", async () => {
  const answer = held();
  get.mockResolvedValue(page([hit(9)]));
  const { person } = open();
  await person.keyboard("text from:ke");
  await vi.waitFor(() => expect(get).toHaveBeenCalledWith("/api/users/", expect.anything()));
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(asked()).toEqual([]);
  await answer({ results: [user(4)] } as never);
  await screen.findByRole("option", { name: /U4/ });
  await person.keyboard("{Enter}");
  await screen.findByText("1 message");
  expect(asked()).toEqual([`text from:@${user(4).username} `]);
});
