import type { Plugin } from "vite";

/** Parts of packages that nothing here can reach, by the end of their path. */
const PARTS: readonly [path: string, instead: string][] = [
  // Messages hold no SVG, and its names of properties are half of the package.
  [
    "/property-information/lib/svg.js",
    'import { create } from "./util/create.js"; export const svg = create({ properties: {}, space: "svg" });',
  ],
  // Each browser that runs this page has one.
  ["/@ungap/structured-clone/esm/index.js", "export default structuredClone;"],
];

export function leanPackages(): Plugin {
  const found = new Set<string>();
  return {
    name: "lean-packages",
    apply: "build",
    load(id) {
      const part = PARTS.find(([path]) => id.endsWith(path));
      if (!part) return;
      found.add(part[0]);
      return part[1];
    },
    buildEnd(error) {
      const missed = PARTS.filter(([path]) => !found.has(path));
      if (!error && missed.length > 0) this.error(`No module is ${missed.map(([path]) => path).join(", ")} any more`);
    },
  };
}
