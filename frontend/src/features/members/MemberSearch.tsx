import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "@/components/form/Field";
import { Select } from "@/components/form/Select";
import { SORTS, type Sort } from "./useMemberPages";

type Props = { typed: string; onType: (text: string) => void; sort: Sort; onSort: (sort: Sort) => void };

export function MemberSearch({ typed, onType, sort, onSort }: Props) {
  const { t } = useTranslation("rooms");
  const id = useId();
  return (
    <div className="flex flex-col gap-2 px-2 pb-3">
      <Field
        label={t("searchMembers")}
        type="search"
        placeholder={t("addPeopleSearch")}
        value={typed}
        onChange={(event) => onType(event.target.value)}
        autoComplete="off"
        maxLength={60}
      />
      <div className="flex items-center gap-3">
        <label htmlFor={id} className="shrink-0 text-muted text-sm">
          {t("sortMembers")}
        </label>
        <Select id={id} value={sort} onChange={(event) => onSort(event.target.value as Sort)} className="py-1">
          {SORTS.map((each) => (
            <option key={each} value={each}>
              {t(`sort.${each}`)}
            </option>
          ))}
        </Select>
      </div>
    </div>
  );
}
