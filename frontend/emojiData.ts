import data from "emojibase-data/package.json" with { type: "json" };
import type { Plugin } from "vite";

const FILES = ["en/data.json", "en/messages.json", "ja/data.json", "ja/messages.json"];
/** The version is in the path, so that browsers may cache the files for ever. */
const BUILT = `assets/emoji-${data.version}`;

/** Serves the emoji names and search words. Otherwise the picker would load them from another site. */
export function emojiData(): Plugin {
  return {
    name: "emoji-data",
    config: (_, { command }) => ({
      define: { EMOJI_DATA: JSON.stringify(command === "build" ? BUILT : "node_modules/emojibase-data") },
    }),
    async generateBundle() {
      for (const file of FILES) {
        const found = await this.resolve(`emojibase-data/${file}`);
        if (!found) throw new Error(`emojibase-data has no ${file}`);
        const source = await this.fs.readFile(found.id);
        this.emitFile({ type: "asset", fileName: `${BUILT}/${file}`, source });
      }
    },
  };
}
