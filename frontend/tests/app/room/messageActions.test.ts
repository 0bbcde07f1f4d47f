// @vitest-environment jsdom
import { expect, it } from "vitest";
import { MESSAGE_ACTIONS } from "@/app/room/messageActions";
import { SHORTCUTS } from "@/lib/browser/shortcuts";

/** Keys that move between messages. */
const NAVIGATION = new Set(["older", "newer", "oldest", "newest"]);

it("has one action for each key of a message", () => {
  const keys = Object.keys(SHORTCUTS.messages).filter((name) => !NAVIGATION.has(name));
  expect(MESSAGE_ACTIONS.map(({ name }) => name).toSorted()).toEqual(keys.toSorted());
});
