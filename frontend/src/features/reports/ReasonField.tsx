import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { ReportReason } from "@/lib/protocol/types";
import { REASONS } from "./queries";

type Props = { value: ReportReason; onChange: (reason: ReportReason) => void };

export function ReasonField({ value, onChange }: Props) {
  const { t } = useTranslation("moderation");
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1 font-medium text-sm">{t("why")}</legend>
      <div className="-mx-2 flex flex-col">
        {REASONS.map((reason) => (
          <label
            key={reason}
            className="target flex cursor-pointer items-start gap-3 rounded-lg px-2 py-1.5 text-sm hover:bg-raised has-focus-visible:outline-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name={name}
              checked={reason === value}
              onChange={() => onChange(reason)}
              className="mt-1 size-4 shrink-0 outline-none!"
            />
            <span>
              <span className="block">{t(`reasons.${reason}`)}</span>
              <span className="block text-muted text-xs">{t(`reasonHints.${reason}`)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
