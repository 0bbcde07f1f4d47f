import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Form } from "@/components/form/Form";
import { TimeField } from "@/components/form/TimeField";
import { toast } from "@/components/overlay/Toast";
import { dayNames } from "@/lib/i18n/dates";
import type { NotificationPreferences } from "@/lib/protocol/types";
import { Preferences } from "./Preferences";
import { useSave } from "./queries";

const EVENING = "22:00";
const MORNING = "07:00";
const EVERY_DAY: readonly number[] = [0, 1, 2, 3, 4, 5, 6];

/** No device tells me of anything between these times. */
export function QuietHoursForm() {
  return <Preferences>{({ quiet }) => <QuietFields quiet={quiet} />}</Preferences>;
}

function QuietFields({ quiet }: Pick<NotificationPreferences, "quiet">) {
  const { t, i18n } = useTranslation(["settings", "app"]);
  // Another client may have chosen some of the days.
  const days = quiet?.days ?? EVERY_DAY;
  const isEveryDay = days.length === EVERY_DAY.length;
  const box = useId();
  const save = useSave();
  const send = async ({ on, start = EVENING, end = MORNING }: Record<string, string>) => {
    await save({ quiet: on ? { days: [...days], start, end } : null });
    toast(t("app:saved"));
  };
  return (
    <Form send={send} label={t("quietHours")} saved={JSON.stringify(quiet)}>
      {({ fields, busy, changed }) => (
        <>
          <label htmlFor={box} className="flex items-center gap-2 text-sm">
            <input id={box} type="checkbox" name="on" defaultChecked={quiet !== null} className="size-4" />
            {isEveryDay ? t("quietOn") : t("quietOnDays", { days: dayNames(days, i18n.language) })}
          </label>
          <div className="flex flex-wrap gap-4">
            <TimeField label={t("quietStart")} name="start" saved={quiet?.start ?? EVENING} />
            <TimeField label={t("quietEnd")} name="end" saved={quiet?.end ?? MORNING} errors={fields.quiet} />
          </div>
          <Button type="submit" look="primary" busy={busy} aria-disabled={!changed} className="self-start">
            {t("app:save")}
          </Button>
        </>
      )}
    </Form>
  );
}
