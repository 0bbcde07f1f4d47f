import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FieldFrame, useField } from "@/components/form/Field";
import { MomentField } from "@/components/form/MomentField";
import { Select } from "@/components/form/Select";
import { dateAndTime } from "@/lib/i18n/dates";
import { STATUS_ENDS, type StatusEnd } from "./statusEnd";

const TEXTS = {
  never: "endNever",
  halfHour: "endHalfHour",
  hour: "endHour",
  today: "endToday",
  week: "endWeek",
  at: "endAt",
} as const;

type Props = {
  /** When the present status ends. */
  kept: string | null;
  /** The server finds that the end has passed, or lies too far ahead. */
  isRefused: boolean;
  errors: string[] | undefined;
};

/** Native controls named `end` and `at`. */
export function StatusEndField({ kept, isRefused, errors }: Props) {
  const { t, i18n } = useTranslation("settings");
  const [end, setEnd] = useState<StatusEnd>(kept ? "kept" : "never");
  const { id, control } = useField({});
  const error = isRefused ? t("statusEndPast") : undefined;
  return (
    <>
      <FieldFrame id={id} label={t("statusEnds")} error={error}>
        <Select
          {...control}
          name="end"
          value={end}
          onChange={(event) => setEnd(event.target.value as StatusEnd)}
          aria-invalid={isRefused || undefined}
          aria-describedby={isRefused ? `${id}-error` : undefined}
        >
          {kept && <option value="kept">{t("endKept", { when: dateAndTime(new Date(kept), i18n.language) })}</option>}
          {STATUS_ENDS.map((each) => (
            <option key={each} value={each}>
              {t(TEXTS[each])}
            </option>
          ))}
        </Select>
      </FieldFrame>
      {end === "at" && <MomentField label={t("statusEndAt")} name="at" required errors={errors} />}
    </>
  );
}
