import { expect, it } from "vitest";
import { rowsOf } from "@/entities/messages/row/rows";
import { heldRows, withHeld } from "@/entities/moderation/held";
import type { HeldMessage } from "@/lib/protocol/types";
import type { Pending } from "@/realtime/timeline/types";
import { ME, message } from "../../helpers/fakeRoom";

const sending = (nonce: string): Pending => ({
  nonce,
  text: "tea",
  replyTo: null,
  thread: null,
  queuedAt: 0,
  status: "waiting",
});
const held = (id: number, nonce: string) =>
  ({ id, nonce, text: "tea", reply_to: null, thread: null, at: "2026-11-20T09:00:00Z" }) as HeldMessage;

it("is one row where the list of held messages names it before its sending was answered", () => {
  const pending = withHeld([sending("a"), sending("b")], heldRows([held(1, "a")], []));
  const rows = rowsOf({ room: 1, messages: [], hasBefore: false, pending, me: ME, unreadAfter: null });
  expect(rows.map(({ pending }) => [pending?.nonce, pending?.status])).toEqual([
    ["b", "waiting"],
    ["a", "held"],
  ]);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(2);
});

it("is the message where it was released", () => {
  expect(heldRows([held(1, "a")], [message(1, { nonce: "a" })])).toEqual([]);
});
