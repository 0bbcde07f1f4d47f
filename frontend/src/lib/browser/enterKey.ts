export type Composition = { endedAt: number };

type Key = { key: string; shiftKey: boolean; keyCode: number; isComposing: boolean; timeStamp: number };

/** Milliseconds. Safari ends a composition before the Enter that ended it; nobody presses Enter twice this fast. */
const SAME_KEYSTROKE = 50;

/** Whether this Enter sends. An Enter that ends a composition of Japanese, Chinese or Korean input does not. */
export function isSendKey(event: Key, composition: Composition) {
  if (event.key !== "Enter" || event.shiftKey) return false;
  if (event.isComposing || event.keyCode === 229) return false;
  return event.timeStamp - composition.endedAt > SAME_KEYSTROKE;
}
