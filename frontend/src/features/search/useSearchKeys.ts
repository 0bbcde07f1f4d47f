import { useSearchUrl } from "@/entities/search/useSearchUrl";
import { useShortcut } from "@/lib/browser/shortcuts";

/** Keys that open the search from anywhere. */
export function useSearchKeys() {
  const { open } = useSearchUrl();
  useShortcut("search", () => open());
  useShortcut("searchWhileWriting", () => open());
}
