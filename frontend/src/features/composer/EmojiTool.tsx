import { EmojiButton } from "@/components/emoji/EmojiButton";
import type { ComposerToolProps } from "@/entities/messages/writing/tools";

export function EmojiTool({ insert, focus }: ComposerToolProps) {
  return <EmojiButton onPick={insert} onDone={focus} />;
}
