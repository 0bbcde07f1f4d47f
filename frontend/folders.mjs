// Fails where folders of src import each other in a circle, or where one holds more than 20 files; `npm run check` runs
// it. Type-only and dynamic imports count. Biome holds the other rules of the tree: the order of the layers, features
// apart, no cycle of files, no barrels.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

const ROOT = import.meta.dirname;
const SOURCE = join(ROOT, "src");
const MOST_FILES = 20;

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** Path of an imported file of src; undefined for packages. */
function target(importer, name) {
  if (name.startsWith("@/")) return join(SOURCE, name.slice(2));
  return name.startsWith(".") ? join(dirname(importer), name) : undefined;
}

/** Folder → the folders it imports → one file that does. */
function importsOfFolders() {
  const imports = new Map();
  for (const file of filesIn(SOURCE).filter((each) => /\.tsx?$/.test(each))) {
    const from = dirname(file);
    const targets = imports.get(from) ?? new Map();
    imports.set(from, targets);
    for (const { fileName } of ts.preProcessFile(readFileSync(file, "utf8"), true, true).importedFiles) {
      const path = target(file, fileName);
      if (path && dirname(path) !== from) targets.set(dirname(path), file);
    }
  }
  return imports;
}

/** The shortest way from a folder back to itself; null where there is none. */
function cycleThrough(start, imports) {
  const ways = [[start]];
  const seen = new Set();
  for (const way of ways) {
    for (const next of imports.get(way.at(-1))?.keys() ?? []) {
      if (next === start) return [...way, start];
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return null;
}

const name = (path) => relative(SOURCE, path) || "src";

function cycles() {
  const imports = importsOfFolders();
  const found = [...imports.keys()].map((folder) => cycleThrough(folder, imports)).filter(Boolean);
  // Each cycle is found from each of its folders.
  const unique = new Map(found.map((way) => [[...new Set(way)].sort().join(), way]));
  return [...unique.values()].map((way) => {
    const importer = (folder, index) => imports.get(way[index]).get(folder);
    const steps = way.slice(1).map((folder, index) => `${name(importer(folder, index))} → ${name(folder)}`);
    return `Folders import each other in a circle: ${way.map(name).join(" → ")}\n  ${steps.join("\n  ")}`;
  });
}

function crowded() {
  const counts = new Map();
  for (const file of [...filesIn(SOURCE), ...filesIn(join(ROOT, "tests"))]) {
    counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > MOST_FILES)
    .map(([folder, count]) => `${relative(ROOT, folder)} holds ${count} files, more than ${MOST_FILES}.`);
}

const faults = [...cycles(), ...crowded()];
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
