import { EmojiButton } from "@/components/emoji/EmojiButton";
import type { ComposerToolProps } from "./tools";

export function EmojiTool({ insert, focus }: ComposerToolProps) {
  return <EmojiButton onPick={insert} onDone={focus} />;
}
