import { expect, it } from "vitest";
import { may, type RoomAction, type RoomState } from "@/entities/rooms/permissions";
import type { Role } from "@/lib/protocol/types";
import protocol from "../../../../docs/protocol.md?raw";

/** The rows of the table in docs/protocol.md, which the server's tests go through as well. */
const ACTIONS: Record<string, RoomAction> = {
  "send a message, reply in a thread": "send",
  "edit one's own message": "edit",
  "be shown as typing": "type",
  "delete one's own message": "deleteOwn",
  "delete somebody else's message, restore it": "deleteOthers",
  "react, take it back": "react",
  "pin, unpin": "pin",
  "change the topic, who posts, slow mode": "setRules",
  rename: "rename",
  "archive, open again": "archive",
  "add people to a public room": "addToPublic",
  "add people to a private room": "addToPrivate",
  "remove a member": "removeMember",
  "remove a moderator or owner": "removeModerator",
  "ban, lift a ban, see bans": "ban",
  "mute a member, lift it, see mutes": "muteMember",
  "mute a moderator or owner, lift it": "muteModerator",
  "change a role": "changeRole",
  "invite by a link": "invite",
  "see and revoke links": "revokeInvitation",
  leave: "leave",
  "read, mark as read or unread, keep a draft, set preferences": "read",
};

const [columns = [], ...rows] = tableOf(protocol);

it("has every row, and no other", () => {
  expect(rows.map(([what]) => what)).toEqual(Object.keys(ACTIONS));
});

it.each(rows.flatMap(([what = "", ...cells]) => cells.map((cell, index) => [what, columns[index + 1] ?? "", cell])))(
  "%s: %s",
  (what, column, cell) => {
    const action = ACTIONS[what] as RoomAction;
    expect(may(action, stateOf(column))).toBe(cell === "✓" || cell === "slow_mode");
    expect(may(action, { ...stateOf(column), role: null })).toBe(false);
  },
);

function stateOf(column: string): RoomState {
  return {
    role: (/^(member|moderator|owner)/.exec(column)?.[0] ?? "member") as Role,
    kind: column === "direct" ? "direct" : "public",
    archived_at: column.includes("archived") ? "2026-11-20T08:00:00Z" : null,
    posting: column.includes("moderators post") ? "moderators" : "everybody",
  };
}

function tableOf(text: string): string[][] {
  const section = text.split("### What may be done in which room")[1] ?? "";
  const lines = section.split("\n").filter((line) => line.startsWith("|") && !line.startsWith("|--"));
  const cells = (line: string) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim().replaceAll("`", ""));
  return lines.slice(0, lines.findIndex((line) => line.startsWith("| read, mark")) + 1).map(cells);
}
