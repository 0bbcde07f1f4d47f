import { type RefObject, useRef } from "react";
import { emojiNames } from "@/components/emoji/emojiNames";
import { rememberEmoji } from "@/components/emoji/recentEmoji";
import { insertText } from "@/lib/browser/insertText";
import { whenIdle } from "@/lib/browser/whenIdle";
import { finishedNameAt, replaceFinishedNames } from "./tokens";

/**
 * Replaces a name between colons, as :tada:, by its emoji when the second colon is typed; undo brings the name back.
 * Where the names are not loaded by then, it is replaced when they arrive, or when the text is sent.
 */
export function useEmojiNames(field: RefObject<HTMLTextAreaElement | null>) {
  const isWaiting = useRef(false);
  /** So that the first name is completed as it is typed. */
  const prepare = () => whenIdle(() => void emojiNames.load().catch(() => {}));
  const replace = () => {
    const box = field.current;
    const name = box && box.selectionStart === box.selectionEnd && finishedNameAt(box.value, box.selectionStart);
    if (!box || !name) return;
    const names = emojiNames.state.module;
    if (!names) {
      isWaiting.current = true;
      emojiNames.load().then(replace, () => {});
      return;
    }
    const emoji = names.emojiNamed(name.typed);
    if (!emoji) return;
    rememberEmoji(emoji);
    insertText(box, emoji, name.from, name.to);
  };
  /** The text to send. */
  const finish = (text: string) => {
    const names = emojiNames.state.module;
    if (!isWaiting.current || !names) return text;
    isWaiting.current = false;
    return replaceFinishedNames(text, names.emojiNamed);
  };
  return { prepare, replace, finish };
}

/** Whether typing this ended in a colon. Undo and paste do not count. */
export const isColonTyped = ({ inputType, data, isComposing }: InputEvent) =>
  !isComposing && inputType === "insertText" && /[:：]$/.test(data ?? "");
