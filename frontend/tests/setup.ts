import { vi } from "vitest";
import { PATIENCE } from "./patience.ts";

const { waitFor } = vi;
vi.waitFor = (callback, options) =>
  waitFor(callback, { timeout: PATIENCE, ...(typeof options === "number" ? { timeout: options } : options) });

if ("document" in globalThis) await import("./page.ts");
