import { useEffect } from "react";
import { aheadModule } from "@/lib/lazy/aheadModule";
import { useLoadedModule } from "@/lib/lazy/useLazyModule";

const radix = aheadModule(() => import("./parts"));

/** Radix's dialogs, menus, popovers and tooltips. Undefined until they are loaded, which `needed` begins. */
export function useRadix(needed: boolean) {
  useEffect(() => {
    if (needed) void radix.whenLoaded();
  }, [needed]);
  return useLoadedModule(radix);
}

export function isRadixLoaded() {
  return radix.state.module !== undefined;
}

/** For tests, which open dialogs at once. */
export async function loadRadix() {
  await radix.whenLoaded();
}
