import { Search } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSearchUrl } from "@/entities/search/useSearchUrl";
import { keysOf, SHORTCUTS } from "@/lib/browser/shortcuts";

/** Above the rooms: searches everywhere. */
export function SearchButton() {
  const { t } = useTranslation("switcher");
  const { open } = useSearchUrl();
  return (
    <button
      type="button"
      onClick={() => open()}
      aria-keyshortcuts="/ Control+Shift+F Meta+Shift+F"
      className="target mx-3 mb-2 flex shrink-0 items-center gap-2 rounded-lg border border-edge/60 bg-surface px-2.5 text-muted text-sm transition-colors hover:border-edge hover:text-text"
    >
      <Search aria-hidden="true" className="size-4 shrink-0" />
      <span className="min-w-0 flex-1 truncate text-left">{t("searchMessages")}</span>
      <span aria-hidden="true" className="rounded border border-line px-1.5 text-xs pointer-coarse:hidden">
        {keysOf(SHORTCUTS.everywhere.search)}
      </span>
    </button>
  );
}
