export type Composition = { endedAt: number };

type Key = { key: string; shiftKey: boolean; keyCode: number; isComposing: boolean; timeStamp: number };

/** Safari ends a conversion before it tells of the Enter that ended it; nobody presses Enter twice this fast. */
const SAME_KEYSTROKE = 50;

/** Whether this Enter means "send". One that ends the conversion of Japanese, Chinese or Korean input never does. */
export function sends(event: Key, composition: Composition) {
  if (event.key !== "Enter" || event.shiftKey) return false;
  if (event.isComposing || event.keyCode === 229) return false;
  return event.timeStamp - composition.endedAt > SAME_KEYSTROKE;
}
