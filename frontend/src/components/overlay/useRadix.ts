import { useEffect } from "react";
import { lateModule } from "@/lib/hooks/lateModule";

const radix = lateModule(() => import("./radix"));

/** Radix's dialogs, menus and popovers. Undefined until they are loaded, which `needed` begins. */
export function useRadix(needed: boolean) {
  useEffect(() => {
    if (needed) radix.start();
  }, [needed]);
  return radix.useLoaded();
}

/** For tests, which open dialogs at once. */
export async function loadRadix() {
  radix.start();
  await radix.loaded;
}
