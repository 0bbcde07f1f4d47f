type Key = Pick<KeyboardEvent, "isComposing" | "keyCode">;

/**
 * Whether an input method takes the key: Escape ends its conversion and closes nothing, its arrows move among its words.
 * Safari ends the composition before the key that ended it, and marks that key by its code alone.
 */
export const isOfInputMethod = ({ isComposing, keyCode }: Key) => isComposing || keyCode === 229;

/** Keeps Radix, which closes by any Escape, from one of an input method. */
export function leaveToInputMethod(event: KeyboardEvent) {
  if (isOfInputMethod(event)) event.preventDefault();
}
