import type { ComposerTool } from "@/entities/messages/writing/tools";
import { AttachTool } from "@/features/attachments/AttachTool";
import { EmojiTool } from "@/features/composer/EmojiTool";
import { FormattingTool } from "@/features/composer/FormattingTool";

/** The buttons of the composer, from left to right. */
export const COMPOSER_TOOLS: readonly ComposerTool[] = [
  { name: "formatting", Tool: FormattingTool, isSecondary: true },
  { name: "attach", Tool: AttachTool },
  { name: "emoji", Tool: EmojiTool },
];
