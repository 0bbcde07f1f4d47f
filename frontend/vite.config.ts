import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { chunksFrom, inOrder } from "./chunks.ts";
import { emojiData } from "./emojiData.ts";
import { emojiNamesModule } from "./emojiNames.ts";
import { leanPackages } from "./leanPackages.ts";

// Vitest needs it to report failures, and Node 20 lacks it.
if (!("groupBy" in Map)) {
  Object.assign(Map, {
    groupBy<K, V>(items: Iterable<V>, keyOf: (item: V) => K) {
      const groups = new Map<K, V[]>();
      for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
      return groups;
    },
  });
}

// Milliseconds that a test waits for what has to come. The libraries give up after one second, in which a busy machine may
// give a process no turn.
const PATIENCE = 20_000;

const backend = { target: "http://127.0.0.1:8000" };

export default defineConfig({
  base: "/static/app/",
  plugins: [react(), tailwindcss(), emojiData(), emojiNamesModule(), leanPackages(), inOrder()],
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  server: {
    // Tests read docs/, the words of filters, and the cases that they share with the server.
    fs: { allow: [".", "../docs", "../search/query", "../tests/text_cases"] },
    proxy: {
      "/api": backend,
      "/admin": backend,
      "/static/admin": backend,
      "/ws": { ...backend, ws: true },
    },
  },
  // Small files as data: URLs would need font-src and script-src exceptions in the content security policy.
  build: {
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        codeSplitting: { groups: chunksFrom(new URL("./src", import.meta.url).pathname) },
      },
    },
  },
  test: {
    restoreMocks: true,
    unstubGlobals: true,
    // All cores: the default leaves one for the main thread, which mostly waits.
    maxWorkers: "100%",
    // Of a test that promises no time: others may have both cores.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: PATIENCE } },
    provide: { patience: PATIENCE },
    setupFiles: "./tests/setup.ts",
    // A page takes half a second of CPU for each file. A test.ts that needs one begins with `@vitest-environment jsdom`.
    projects: [
      { extends: true, test: { name: "logic", include: ["tests/**/*.test.ts"], environment: "node" } },
      { extends: true, test: { name: "page", include: ["tests/**/*.test.tsx"], environment: "jsdom" } },
    ],
  },
});
