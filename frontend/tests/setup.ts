if ("document" in globalThis) await import("./page.ts");
