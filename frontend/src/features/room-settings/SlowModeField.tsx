import { useTranslation } from "react-i18next";
import { FieldFrame, useField } from "@/components/form/Field";
import { Select } from "@/components/form/Select";
import { durationOf } from "@/lib/i18n/durations";

const STEPS = [0, 5, 10, 30, 60, 300, 900, 3600, 21_600];

/** Seconds between two messages of a member. A value that another client set stays among the choices. */
export function SlowModeField({ value, errors }: { value: number; errors?: string[] }) {
  const { t, i18n } = useTranslation("rooms");
  const hint = t("slowModeHint");
  const { id, error, control } = useField({ hint, errors });
  const steps = [...new Set([...STEPS, value])].sort((a, b) => a - b);
  return (
    <FieldFrame id={id} label={t("slowMode")} hint={hint} error={error}>
      <Select name="slow_seconds" defaultValue={value} {...control}>
        {steps.map((seconds) => (
          <option key={seconds} value={seconds}>
            {seconds === 0 ? t("slowModeOff") : durationOf(seconds, i18n.language)}
          </option>
        ))}
      </Select>
    </FieldFrame>
  );
}
