import en from "emojibase-data/en/data.json" with { type: "json" };
import cldr from "emojibase-data/en/shortcodes/cldr.json" with { type: "json" };
import emojibase from "emojibase-data/en/shortcodes/emojibase.json" with { type: "json" };
import github from "emojibase-data/en/shortcodes/github.json" with { type: "json" };
import iamcal from "emojibase-data/en/shortcodes/iamcal.json" with { type: "json" };
import joypixels from "emojibase-data/en/shortcodes/joypixels.json" with { type: "json" };
import ja from "emojibase-data/ja/data.json" with { type: "json" };
import type { Plugin } from "vite";

type Shortcodes = Record<string, string | string[]>;

/** The best known first: where two sets give a name to different emoji, the first set decides. */
const SETS: Shortcodes[] = [github, iamcal, emojibase, joypixels, cldr];
const NAMES = "virtual:emoji-names";
/** Skin tones and other parts of emoji. */
const COMPONENTS = 2;

const listOf = (names: string | string[] | undefined) => [names ?? []].flat();

/** Name → hexcode of the emoji that has it. */
function owners() {
  const owners = new Map<string, string>();
  for (const set of SETS) {
    for (const [hexcode, names] of Object.entries(set)) {
      for (const name of listOf(names)) if (!owners.has(name)) owners.set(name, hexcode);
    }
  }
  return owners;
}

/** Rows of emoji, English names, Japanese name and Japanese search words, in the order of the picker. */
export function emojiNames() {
  const owner = owners();
  const japanese = new Map(ja.map((each) => [each.hexcode, each]));
  return en.flatMap(({ hexcode, emoji, group }) => {
    if (group === undefined || group === COMPONENTS) return [];
    const names = new Set(SETS.flatMap((set) => listOf((set as Shortcodes)[hexcode])));
    const { label = "", tags = [] } = japanese.get(hexcode) ?? {};
    return [[emoji, [...names].filter((name) => owner.get(name) === hexcode).join(" "), label, tags.join(" ")]];
  });
}

/** Makes the names of emoji from emojibase-data, a tenth of its size, and of all sets that people know. */
export function emojiNamesModule(): Plugin {
  return {
    name: "emoji-names",
    resolveId: (id) => (id === NAMES ? `\0${NAMES}` : null),
    load: (id) => (id === `\0${NAMES}` ? `export default ${JSON.stringify(emojiNames())}` : null),
  };
}
