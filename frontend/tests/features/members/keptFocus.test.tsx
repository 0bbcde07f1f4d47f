import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { beforeEach, expect, it, vi } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { ContextPanel } from "@/components/overlay/ContextPanel";
import { MembersPanel } from "@/features/members/MembersPanel";
import { startI18n } from "@/lib/i18n/i18n";
import type { User } from "@/lib/protocol/types";
import { startSession } from "@/lib/session/session";
import { openBrowser, type Site } from "../../helpers/browser";
import { aSummary } from "../../helpers/summary";

const room = aSummary({ id: 12, name: "Plaza", role: "owner", member_count: 2 });
const userOf = (id: number): User => {
  return { id: id + 20, username: `guest${id}`, display_name: `Guest ${id}`, avatar: null, status: null };
};
const page = (results: unknown[]) => () =>
  Response.json({ next: null, previous: null, results, count: results.length });

let site: Site;
beforeEach(async () => {
  vi.stubGlobal("matchMedia", (media: string) => Object.assign(new EventTarget(), { media, matches: true }));
  site = openBrowser();
  site.answers["GET /api/rooms/12/members/?sort=role&limit=100"] = page([]);
  site.answers["GET /api/rooms/12/members/?sort=role&limit=100&q=guest"] = page([]);
  site.answers["GET /api/rooms/12/mutes/?limit=500"] = page([]);
  site.answers["GET /api/rooms/12/bans/?limit=500"] = page([]);
  await startI18n();
  await startSession();
});

function open() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <MemoryRouter>
        <TooltipProvider>
          <ContextPanel title="Members" open onClose={() => {}}>
            <MembersPanel room={room} />
          </ContextPanel>
        </TooltipProvider>
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return { person: userEvent.setup(), client };
}

const panel = () => screen.getByRole("complementary", { name: "Members" });
const summary = (name: RegExp) => screen.getByText(name, { selector: "summary" });

/** Presses the button of one after the other by the keyboard. */
async function lift(names: RegExp[], said: RegExp) {
  const person = userEvent.setup();
  await person.click(await screen.findByText(said, { selector: "summary" }));
  for (const [index, name] of names.entries()) {
    const button = screen.getByRole("button", { name });
    button.focus();
    await person.keyboard("{Enter}");
    await vi.waitFor(() => expect(button).not.toBeInTheDocument());
    await vi.waitFor(() => expect(index === names.length - 1 ? panel() : summary(said)).toHaveFocus());
  }
}

it("stays in the panel where bans are lifted", async () => {
  const bans = [1, 2].map((id) => ({ user: userOf(id), banned_by: null, at: "2026-11-20T08:00:00Z", reason: "" }));
  site.answers["GET /api/rooms/12/bans/?limit=500"] = () => page([...bans])();
  for (const { user } of bans) {
    site.answers[`DELETE /api/rooms/12/bans/${user.id}/`] = () => {
      bans.shift();
      return new Response(null, { status: 204 });
    };
  }
  open();
  await lift([/Guest 1/, /Guest 2/], /banned/i);
});

it("stays in the panel where mutes are lifted", async () => {
  const mutes = [1, 2].map((id) => ({ room: 12, user: userOf(id), by: null, until: null, reason: "", at: "" }));
  site.answers["GET /api/rooms/12/mutes/?limit=500"] = () => page([...mutes])();
  for (const { user } of mutes) {
    site.answers[`DELETE /api/rooms/12/mutes/${user.id}/`] = () => {
      mutes.shift();
      return new Response(null, { status: 204 });
    };
  }
  open();
  await lift([/Guest 1/, /Guest 2/], /muted|may not write/i);
});

it("stays at those who may be added, and at last in the panel", async () => {
  const people = [1, 2].map(userOf);
  const members: unknown[] = [];
  site.answers["GET /api/users/?q=guest"] = () => Response.json({ results: people });
  site.answers["GET /api/rooms/12/members/?sort=role&limit=100&q=guest"] = () => page([...members])();
  site.answers["POST /api/rooms/12/members/"] = () => {
    const user = people[members.length];
    const added = { user, role: "member", joined_at: "2026-11-20T08:30:00Z", rev: 2, last_read_seq: null };
    members.push(added);
    return Response.json({ results: [added] }, { status: 201 });
  };
  const { person, client } = open();
  await person.type(await screen.findByLabelText("Search members"), "guest");
  for (const id of [1, 2]) {
    const button = await screen.findByRole("button", { name: `Add Guest ${id}` });
    button.focus();
    await person.keyboard("{Enter}");
    await vi.waitFor(() => expect(members).toHaveLength(id));
    // The room tells of a member more.
    void client.invalidateQueries();
    await vi.waitFor(() => expect(button).not.toBeInTheDocument());
    const expected = id === 1 ? screen.getByRole("heading", { name: "Not in this room" }) : panel();
    await vi.waitFor(() => expect(expected).toHaveFocus());
  }
});
