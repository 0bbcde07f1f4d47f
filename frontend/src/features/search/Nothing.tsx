import { SearchX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { EmptyState } from "@/components/display/EmptyState";
import { useFilterLabel } from "@/entities/search/filters/FilterChips";
import { filtersIn, wordsOf } from "@/entities/search/filters/parts";

type Props = { text: string; rooms: number; onChange: (text: string) => void };

/** Says what was searched, and what to try. */
export function Nothing({ text, rooms, onChange }: Props) {
  const { t, i18n } = useTranslation("search");
  const labelOf = useFilterLabel();
  const words = wordsOf(text);
  const filters = filtersIn(text);
  const listed = new Intl.ListFormat(i18n.language, { type: "unit" }).format(filters.map(labelOf));
  const action = words && filters.length > 0 && <Button onClick={() => onChange(words)}>{t("withoutFilters")}</Button>;
  return (
    <EmptyState
      icon={<SearchX aria-hidden="true" className="size-8 text-edge" />}
      title={words ? t("nothingFor", { words }) : t("nothing")}
      action={action}
    >
      <p>{filters.length > 0 ? t("searchedFilters", { filters: listed }) : t("searchedRooms", { count: rooms })}</p>
      <ul className="mt-3 flex list-disc flex-col gap-1 pl-5 text-left">
        <li>{t("tryFewer")}</li>
        {/[a-z]/i.test(words) && <li>{t("tryBeginning")}</li>}
        {filters.length > 0 && <li>{t("tryWithout")}</li>}
        <li>{t("tryLeft")}</li>
      </ul>
    </EmptyState>
  );
}
