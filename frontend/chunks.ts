import type { Plugin, Rolldown } from "vite";

type Modules = { getModuleInfo(id: string): Rolldown.ModuleInfo | null };

/** Named by an index.ts on the way to the first page, but used by later ones alone. Icons go where they are used. */
const LATER =
  /lucide-react|@radix-ui\/react-(popover|alert-dialog)|features\/emoji|people\/(PersonCard|StatusForm)|notifications\/NotificationSetting|realtime\/threads/;

/**
 * A small file that begins at once, what every page needs in two more (its packages change seldom), and what draws messages in a fourth.
 * Left alone, whatever they share with later pages becomes twenty files of a kilobyte each, and on a slow line each six requests are
 * another round trip.
 */
export function chunksFrom(source: string): Rolldown.CodeSplittingGroup[] {
  const start = reachOf(`${source}/start.ts`);
  const first = reachOf(`${source}/main.tsx`);
  const room = reachOf(`${source}/features/messages/index.ts`);
  const isPackage = (id: string) => id.includes("/node_modules/");
  const isFirst = (id: string, modules: Modules) => first(modules).has(id) && !LATER.test(id);
  return [
    group("start", (id, modules) => start(modules).has(id)),
    group("packages", (id, modules) => isPackage(id) && isFirst(id, modules)),
    group("app", isFirst),
    group("room", (id, modules) => room(modules).has(id)),
  ];
}

function group(name: string, holds: (id: string, modules: Modules) => boolean): Rolldown.CodeSplittingGroup {
  return { debugName: name, name: (id, modules) => (holds(id, modules) ? name : null) };
}

/** The modules that one imports, and those that these import, unless on demand. */
function reachOf(entry: string) {
  let found: Set<string> | undefined;
  return (modules: Modules) => {
    if (found) return found;
    found = new Set([entry]);
    for (const id of found) for (const next of modules.getModuleInfo(id)?.importedIds ?? []) found.add(next);
    return found;
  };
}

/**
 * The file that begins does so when it is there, and the large ones come after the styles: the outline in index.html is painted without
 * them.
 */
export function inOrder(): Plugin {
  return {
    name: "scripts-in-order",
    transformIndexHtml: {
      order: "post",
      handler: (html) =>
        html
          .replace(/<script(?=[^>]+\/start-)/, "<script async")
          .replace(/<script(?=[^>]+\/(packages|app)-)/g, '<script fetchpriority="low"'),
    },
  };
}
