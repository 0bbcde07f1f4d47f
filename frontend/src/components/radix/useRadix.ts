import { useEffect } from "react";
import { lateModule } from "@/lib/hooks/lateModule";

const radix = lateModule(() => import("./parts"));

let isLoaded = false;
void radix.loaded.then(() => {
  isLoaded = true;
});

/** Radix's dialogs, menus, popovers and tooltips. Undefined until they are loaded, which `needed` begins. */
export function useRadix(needed: boolean) {
  useEffect(() => {
    if (needed) radix.start();
  }, [needed]);
  return radix.useLoaded();
}

export function isRadixLoaded() {
  return isLoaded;
}

/** For tests, which open dialogs at once. */
export async function loadRadix() {
  radix.start();
  await radix.loaded;
}
