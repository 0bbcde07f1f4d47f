import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const backend = { target: "http://127.0.0.1:8000" };

export default defineConfig({
  base: "/static/app/",
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  server: {
    proxy: {
      "/api": backend,
      "/admin": backend,
      "/static/admin": backend,
      "/ws": { ...backend, ws: true },
    },
  },
  // A data: URL for a small file would need font-src and script-src exceptions in the content security policy.
  build: { assetsInlineLimit: 0 },
  test: {
    environment: "jsdom",
    setupFiles: "./tests/setup.ts",
    include: ["tests/**/*.test.{ts,tsx}", "src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    unstubGlobals: true,
  },
});
