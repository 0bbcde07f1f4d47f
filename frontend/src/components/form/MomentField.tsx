import { type ComponentProps, useState } from "react";
import { useTranslation } from "react-i18next";
import { fullDate } from "@/lib/i18n/dates";
import { Field } from "./Field";

type Props = Omit<ComponentProps<typeof Field>, "type" | "hint" | "defaultValue"> & { value?: string };

/**
 * A date and a time. The browser's own field has a calendar, and writes in the browser's language; what was chosen is
 * said below it in the page's language, with the day of the week.
 */
export function MomentField({ value, onChange, ...field }: Props) {
  const { language } = useTranslation().i18n;
  const [typed, setTyped] = useState("");
  const moment = new Date(value ?? typed);
  return (
    <Field
      {...field}
      {...(value !== undefined && { value })}
      type="datetime-local"
      hint={Number.isNaN(moment.getTime()) ? undefined : fullDate(moment, language)}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange?.(event);
      }}
    />
  );
}
