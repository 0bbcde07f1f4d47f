import type { Plugin, Rolldown } from "vite";

type Modules = { getModuleInfo(id: string): Rolldown.ModuleInfo | null };

/** Modules that the first page or the app reaches and only later pages run. Icons go into the chunk that uses them. */
const LATER = /lucide-react/;

/**
 * Five chunks: a small one that starts the requests, what every page needs in two (packages change seldom), what people
 * who are signed in need, and what draws a room's messages. Without these groups the bundler makes twenty files of a kilobyte each out of the modules
 * that pages share, and on a slow line each six requests are another round trip.
 */
export function chunksFrom(source: string): Rolldown.CodeSplittingGroup[] {
  const start = reachOf(`${source}/start.ts`);
  const first = reachOf(`${source}/main.tsx`);
  const auth = reachOf(`${source}/app/authPages.ts`);
  const app = reachOf(`${source}/app/SignedInApp.tsx`);
  const room = reachOf(...ROOM.map((each) => `${source}/${each}`));
  const isPackage = (id: string) => id.includes("/node_modules/");
  // What the pages of accounts share with the app would else be in the app, and load it.
  const isFirst = (id: string, modules: Modules) =>
    (first(modules).has(id) || (auth(modules).has(id) && app(modules).has(id))) && !LATER.test(id);
  return [
    group("start", (id, modules) => start(modules).has(id)),
    group("packages", (id, modules) => isPackage(id) && isFirst(id, modules)),
    group("main", isFirst),
    group("app", (id, modules) => app(modules).has(id) && !LATER.test(id)),
    group("room", (id, modules) => room(modules).has(id)),
  ];
}

/** Both panels draw messages, and open without another request. */
const ROOM = ["app/room/Conversation.tsx", "app/room/ThreadPanel.tsx", "features/pins/PinsPanel.tsx"];

function group(name: string, holds: (id: string, modules: Modules) => boolean): Rolldown.CodeSplittingGroup {
  return { debugName: name, name: (id, modules) => (holds(id, modules) ? name : null) };
}

/** The modules that the entries import, and those that these import, except by `import()`. */
function reachOf(...entries: string[]) {
  let found: Set<string> | undefined;
  return (modules: Modules) => {
    if (found) return found;
    found = new Set(entries);
    for (const id of found) for (const next of modules.getModuleInfo(id)?.importedIds ?? []) found.add(next);
    return found;
  };
}

/**
 * index.html's outline is painted first: the start script runs when it arrives, and the large scripts, which it imports,
 * load after the styles. The inline script learns which one the app is.
 */
export function inOrder(): Plugin {
  return {
    name: "scripts-in-order",
    transformIndexHtml: {
      order: "post",
      handler: (html, { bundle }) => {
        const app = Object.keys(bundle ?? {}).find((name) => /\/app-[^/]+\.js$/.test(name));
        const large = Object.keys(bundle ?? {}).filter((name) =>
          /\/(rolldown-runtime|packages|main)-[^/]+\.js$/.test(name),
        );
        const preloads = large.map(
          (name) => `<link rel="modulepreload" crossorigin fetchpriority="low" href="/static/app/${name}">`,
        );
        return html
          .replace("<script>", `<meta name="app-script" content="/static/app/${app}">\n    <script>`)
          .replace(/<script(?=[^>]+\/start-)/, "<script async")
          .replace("</head>", `${preloads.map((link) => `  ${link}\n  `).join("")}</head>`);
      },
    },
  };
}
