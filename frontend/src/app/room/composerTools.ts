import { EmojiTool } from "@/features/composer/EmojiTool";
import type { ComposerTool } from "@/features/composer/tools";

/** The buttons of the composer, from left to right. */
export const COMPOSER_TOOLS: readonly ComposerTool[] = [{ name: "emoji", Tool: EmojiTool }];
