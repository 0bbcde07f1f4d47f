import { isOfInputMethod } from "./inputMethod";

export type Composition = { endedAt: number };

/** What Enter alone does. Ctrl+Enter and ⌘+Enter always send, Shift+Enter always begins a line. */
export type EnterMode = "send" | "newLine";

type Key = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "keyCode" | "isComposing" | "timeStamp">;

/** Milliseconds. Safari ends a composition before the Enter that ended it; nobody presses Enter twice this fast. */
const SAME_KEYSTROKE = 50;

/** Whether this Enter sends. An Enter that ends a composition of Japanese, Chinese or Korean input does not. */
export function isSendKey(event: Key, composition: Composition, mode: EnterMode) {
  if (event.key !== "Enter" || event.shiftKey) return false;
  if (isOfInputMethod(event)) return false;
  if (event.timeStamp - composition.endedAt <= SAME_KEYSTROKE) return false;
  return mode === "send" || event.ctrlKey || event.metaKey;
}
