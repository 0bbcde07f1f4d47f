import type { ComposerTool } from "@/entities/messages/writing/tools";
import { EmojiTool } from "@/features/composer/EmojiTool";

/** The buttons of the composer, from left to right. */
export const COMPOSER_TOOLS: readonly ComposerTool[] = [{ name: "emoji", Tool: EmojiTool }];
