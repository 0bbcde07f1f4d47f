import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { valueKey } from "./filterWords";
import { type FilterPart, filtersIn, withoutPart } from "./parts";

type Props = { text: string; onChange: (text: string) => void };

/** The filters of the text, each with the way to remove it. */
export function FilterChips({ text, onChange }: Props) {
  const { t } = useTranslation("search");
  const filters = filtersIn(text);
  if (filters.length === 0) return null;
  return (
    <ul aria-label={t("filters")} className="flex flex-wrap gap-1.5 px-4 pb-2">
      {filters.map((part) => (
        <li key={part.start} className="min-w-0">
          <Chip part={part} onRemove={() => onChange(withoutPart(text, part))} />
        </li>
      ))}
    </ul>
  );
}

function Chip({ part, onRemove }: { part: FilterPart; onRemove: () => void }) {
  const { t } = useTranslation("search");
  const label = useFilterLabel()(part);
  return (
    <button
      type="button"
      onClick={onRemove}
      aria-label={t("removeFilter", { filter: label })}
      className="flex min-h-7 max-w-full items-center gap-1 rounded-full border border-line bg-raised py-0.5 pr-1.5 pl-2.5 text-xs hover:bg-selected pointer-coarse:min-h-11 pointer-coarse:px-3.5"
    >
      <bdi className="min-w-0 truncate">{label}</bdi>
      <X aria-hidden="true" className="size-3.5 shrink-0 text-muted" />
    </button>
  );
}

/** Says what a filter does: "From Hanako". */
export function useFilterLabel() {
  const { t } = useTranslation("search");
  return ({ name, value, word }: FilterPart) => {
    if (word) return t(valueKey(name, word));
    return t(`label.${name}`, { value });
  };
}
