import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter, Route, Routes, useLocation } from "react-router";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { EmptyRoom } from "@/app/room/EmptyRoom";
import { startI18n } from "@/lib/i18n/i18n";
import type { RoomSummary } from "@/lib/protocol/types";

const room = {
  id: 12,
  kind: "private",
  name: "Hearth",
  topic: "",
  role: "owner",
  member_count: 1,
  posting: "everybody",
  archived_at: null,
} as RoomSummary;
const onWrite = vi.fn();
const Place = () => <p>{useLocation().search}</p>;

beforeEach(startI18n);

function open(change: Partial<RoomSummary>) {
  render(
    <MemoryRouter initialEntries={["/rooms/12"]}>
      <Routes>
        <Route path="rooms/:roomId" element={<EmptyRoom room={{ ...room, ...change }} onWrite={onWrite} />} />
      </Routes>
      <Place />
    </MemoryRouter>,
  );
  return screen.queryAllByRole("button").map(({ textContent }) => textContent);
}

describe("an empty room", () => {
  it.each([
    ["its owner", {}, ["Write the first message", "Add people", "Invite by link"]],
    ["a member of a private room", { role: "member" }, ["Write the first message"]],
    ["a member of a public room", { role: "member", kind: "public" }, ["Write the first message", "Add people"]],
    ["a member where only moderators write", { role: "member", posting: "moderators" }, []],
    ["two people", { kind: "direct", role: "member" }, ["Write the first message"]],
    ["its owner once it is archived", { archived_at: "2026-11-20T09:12:00Z" }, []],
  ] satisfies [string, Partial<RoomSummary>, string[]][])("offers %s what they may do", (_, change, offers) => {
    expect(open(change)).toEqual(offers);
  });

  it("leads to the field and to the members", async () => {
    open({});
    const person = userEvent.setup();
    await person.click(screen.getByRole("button", { name: "Write the first message" }));
    expect(onWrite).toHaveBeenCalledOnce();
    await person.click(screen.getByRole("button", { name: "Add people" }));
    expect(screen.getByText("?panel=members")).toBeVisible();
  });

  it("says what it is for, else that nobody has written", () => {
    open({ topic: "Tea at four", member_count: 3 });
    expect(screen.getByText("Tea at four")).toBeVisible();
    open({ member_count: 3 });
    expect(screen.getByText("Nobody has written here yet.")).toBeVisible();
  });
});
