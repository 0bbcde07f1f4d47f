import { aheadModule } from "@/lib/lazy/aheadModule";
import { useLoadedModule } from "@/lib/lazy/useLazyModule";

/** Decodes thumbhashes. A picture that comes before it shows a plain ground. */
const thumbhash = aheadModule(() => import("thumbhash"));
const KEPT = 300;
const kept = new Map<string, string>();

type Decoder = (hash: Uint8Array) => string;

/** A blurred picture of some 30 pixels as a `data:` URL; undefined where there is none. */
export function usePlaceholder(hash: string | null): string | undefined {
  const module = useLoadedModule(thumbhash);
  if (!hash || !module) return undefined;
  const url = kept.get(hash) ?? decode(hash, module.thumbHashToDataURL);
  kept.delete(hash);
  kept.set(hash, url);
  const oldest = kept.size > KEPT ? kept.keys().next().value : undefined;
  if (oldest !== undefined) kept.delete(oldest);
  return url || undefined;
}

/** Empty where the server sent no thumbhash. */
function decode(hash: string, decoder: Decoder) {
  try {
    return decoder(Uint8Array.from(atob(hash), (each) => each.charCodeAt(0)));
  } catch {
    return "";
  }
}

/** For tests. */
export const loadThumbhash = () => thumbhash.whenLoaded();
