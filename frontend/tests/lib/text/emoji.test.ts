import { expect, it } from "vitest";
import { isFewEmoji } from "@/lib/text/emoji";
import { leastCpuTimeOf } from "../../helpers/cpuTime";

it.each(["👍", "🎉🎉🎉", "👍🏽 👨‍👩‍👧", "❤️", "🇯🇵", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", " 🔥\n🔥 ", "❤️‍🔥", "☝🏽", "🍵".repeat(12)])(
  "draws %j large",
  (text) => {
    expect(isFewEmoji(text)).toBe(true);
  },
);

it.each(["", " ", "a👍", "👍a", "12", "#", "*", "©", "™", "🍵".repeat(13), "\u200d", "🏽🏽🏽", "🇯", "- 👍"])(
  "draws %j like any text",
  (text) => {
    expect(isFewEmoji(text)).toBe(false);
  },
);

it.each(["🏽", "🇯🇵", "👍\u200d", "❤️", "1️⃣", " ", "\u{e0061}"])("decides about many of %j at once", (piece) => {
  const taken = leastCpuTimeOf(() => {
    for (let length = 1; length <= 150; length++) isFewEmoji(`${piece.repeat(length)}a`);
  });
  expect(taken).toBeLessThan(200);
});
