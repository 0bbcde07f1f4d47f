import { useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { clock } from "@/lib/i18n/dates";
import { FieldFrame, useField } from "./Field";
import { Select } from "./Select";

const HALF_HOURS = Array.from({ length: 48 }, (_, at) => `${String(at >> 1).padStart(2, "0")}:${at % 2 ? "30" : "00"}`);

type Props = { label: string; name: string; saved: string; errors?: string[] | undefined };

/**
 * A time of day, "HH:MM", for a Form. The browser's own field writes it as the browser's language does, whatever
 * language the page has.
 */
export function TimeField({ label, name, saved, errors }: Props) {
  const { language } = useTranslation().i18n;
  const { id, error, control } = useField({ errors });
  const select = useRef<HTMLSelectElement>(null);
  // React takes no new default into a list that is there, and the Form's reset goes back to the default.
  useLayoutEffect(() => {
    if (!select.current) return;
    const chosen = select.current.value;
    for (const option of select.current.options) option.defaultSelected = option.value === saved;
    select.current.value = chosen;
  }, [saved]);
  // Another client may have saved any minute.
  const times = HALF_HOURS.includes(saved) ? HALF_HOURS : [...HALF_HOURS, saved].toSorted();
  return (
    <FieldFrame id={id} label={label} error={error}>
      <Select {...control} ref={select} name={name} defaultValue={saved}>
        {times.map((time) => (
          <option key={time} value={time}>
            {clock(new Date(`2026-01-01T${time}`), language)}
          </option>
        ))}
      </Select>
    </FieldFrame>
  );
}
