import { Search } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Results } from "@/entities/rooms/picker/results";
import { isolated } from "@/lib/text/bidi";

/** The last line of Ctrl-K: searches the messages for what was typed. */
export function useSearchResult(typed: string, onSearch: (text: string) => void): Results {
  const { t } = useTranslation("switcher");
  const text = typed.trim();
  const name = t("searchFor", { text: isolated(text) });
  const content = (
    <>
      <span className="grid size-6 shrink-0 place-items-center text-muted">
        <Search aria-hidden="true" className="size-4" />
      </span>
      <span className="min-w-0 flex-1 truncate">{name}</span>
    </>
  );
  const results = text ? [{ key: "search", name, content, choose: () => onSearch(text) }] : [];
  return { results, isSearching: false, error: null };
}
