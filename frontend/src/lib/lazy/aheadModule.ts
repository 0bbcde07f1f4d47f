import { LazyModule } from "./lazyModule";

const modules: LazyModule<unknown>[] = [];

/** A lazy module whose first use must not wait for the network. It is loaded after the first page. */
export function aheadModule<T>(request: () => Promise<T>) {
  const module = new LazyModule(request);
  modules.push(module);
  return module;
}

/** Called once the first page is drawn. */
export function loadAhead() {
  for (const module of modules) void module.whenLoaded();
}
