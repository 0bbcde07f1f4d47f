/** Milliseconds after the last key in which nothing from elsewhere replaces a text. */
export const QUIET = 5_000;

/** Times of the last keys by the key of the draft. `performance.now()` does not move with the device's clock. */
const typed = new Map<string, number>();

let isComposing = false;
addEventListener("compositionstart", () => {
  isComposing = true;
});
addEventListener("compositionend", () => {
  isComposing = false;
});

export const noteTyped = (key: string) => void typed.set(key, performance.now());

/** Replacing a text also would end a conversion of Japanese input, however long the person thinks about it. */
export const isBeingTyped = (key: string) => {
  const at = typed.get(key);
  return at !== undefined && (isComposing || performance.now() - at < QUIET);
};
