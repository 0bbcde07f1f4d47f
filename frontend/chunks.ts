import type { Rolldown } from "vite";

type Modules = { getModuleInfo(id: string): Rolldown.ModuleInfo | null };

/** Named by an index.ts on the way to the first page, but used by later ones alone. Icons go where they are used. */
const LATER =
  /lucide-react|@radix-ui\/react-(popover|alert-dialog)|features\/emoji|people\/(PersonCard|StatusForm)|notifications\/NotificationSetting|realtime\/threads/;

/**
 * What every page needs in two files (its packages change seldom), and what draws messages in a third. Left alone, whatever they share with
 * later pages becomes twenty files of a kilobyte each, and on a slow line each six requests are another round trip.
 */
export function chunksFrom(source: string): Rolldown.CodeSplittingGroup[] {
  const first = reachOf(`${source}/main.tsx`);
  const room = reachOf(`${source}/features/messages/index.ts`);
  const isPackage = (id: string) => id.includes("/node_modules/");
  const isFirst = (id: string, modules: Modules) => first(modules).has(id) && !LATER.test(id);
  return [
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
