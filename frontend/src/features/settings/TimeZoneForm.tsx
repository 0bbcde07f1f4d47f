import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { FieldFrame, useField } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { Select } from "@/components/form/Select";
import { toast } from "@/components/overlay/Toast";
import { localTime } from "@/entities/people/localTime";
import { browserTimeZone, timeZones } from "@/lib/browser/timeZones";
import { serverNow } from "@/lib/session/serverTime";
import { updateMe } from "@/lib/session/session";
import { useSession } from "@/lib/session/useSession";
import { changeMe } from "./queries";

/** The zone that others see my local time in. */
export function TimeZoneForm() {
  const zone = useSession((state) => state.user?.time_zone);
  return <TimeZoneFields key={zone} saved={zone ?? ""} />;
}

function TimeZoneFields({ saved }: { saved: string }) {
  const { t, i18n } = useTranslation(["settings", "app"]);
  const here = browserTimeZone();
  const [zone, setZone] = useState(saved || here);
  const time = localTime(zone, serverNow(), i18n.language);
  const hint = time && t("timeZoneNow", { time });
  const { id, control } = useField({ hint });
  const save = async ({ time_zone = "" }: Record<string, string>) => {
    updateMe(await changeMe({ time_zone }));
    toast(t("app:saved"));
  };
  return (
    <Form send={save} label={t("timeZone")}>
      {({ busy }) => (
        <>
          <FieldFrame id={id} label={t("timeZoneChoice")} hint={hint}>
            <Select {...control} name="time_zone" value={zone} onChange={(event) => setZone(event.target.value)}>
              {here && (
                <optgroup label={t("thisDevice")}>
                  <option value={here}>{here}</option>
                </optgroup>
              )}
              <optgroup label={t("timeZones")}>
                {timeZones(saved).map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </optgroup>
            </Select>
          </FieldFrame>
          <Button type="submit" look="primary" busy={busy} aria-disabled={zone === saved} className="self-start">
            {t("app:save")}
          </Button>
        </>
      )}
    </Form>
  );
}
