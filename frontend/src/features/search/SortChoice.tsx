import { useId } from "react";
import { useTranslation } from "react-i18next";
import { SORTS, type Sort } from "@/entities/search/searchUrl";

type Props = { sort: Sort; onChange: (sort: Sort) => void };

/** Radio buttons, so the arrow keys move. */
export function SortChoice({ sort, onChange }: Props) {
  const { t } = useTranslation("search");
  const name = useId();
  return (
    <fieldset className="shrink-0">
      <legend className="sr-only">{t("order")}</legend>
      <div className="flex">
        {SORTS.map((each) => (
          <label
            key={each}
            className="flex min-h-7 cursor-pointer items-center rounded-lg px-2 text-muted text-xs hover:bg-raised has-checked:bg-selected has-checked:font-medium has-checked:text-text has-focus-visible:outline-2 has-focus-visible:outline-focus pointer-coarse:min-h-11 pointer-coarse:px-3 forced-colors:has-checked:border"
          >
            <input
              type="radio"
              name={name}
              checked={each === sort}
              onChange={() => onChange(each)}
              className="sr-only"
            />
            {t(`sort.${each}`)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
