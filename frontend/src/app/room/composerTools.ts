import type { ComposerTool } from "@/entities/messages/writing/tools";
import { EmojiTool } from "@/features/composer/EmojiTool";
import { FormattingTool } from "@/features/composer/FormattingTool";

/** The buttons of the composer, from left to right. */
export const COMPOSER_TOOLS: readonly ComposerTool[] = [
  { name: "formatting", Tool: FormattingTool, isSecondary: true },
  { name: "emoji", Tool: EmojiTool },
];
