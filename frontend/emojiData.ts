import data from "emojibase-data/package.json" with { type: "json" };
import type { Plugin } from "vite";

const FILES = ["en/data.json", "en/messages.json", "ja/data.json", "ja/messages.json"];
/** With the version in it, so that a browser may keep the files for ever. */
const BUILT = `assets/emoji-${data.version}`;

/** The names of emoji and the words they are found by, served from here: the picker would ask another site for them. */
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
