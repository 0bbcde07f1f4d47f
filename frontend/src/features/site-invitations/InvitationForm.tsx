import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Choice } from "@/components/form/Choice";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { useMakeInvitation } from "./queries";

const HOUR = 3600 * 1000;
const DAY = 24 * HOUR;
const LIFETIMES = { day: DAY, week: 7 * DAY, month: 30 * DAY, ever: null } as const;
type Lifetime = keyof typeof LIFETIMES;

export function InvitationForm() {
  const { t } = useTranslation("settings");
  const make = useMakeInvitation();
  const [lifetime, setLifetime] = useState<Lifetime>("week");
  const [made, setMade] = useState(0);
  const send = async ({ note = "", max_uses = "" }: Record<string, string>) => {
    const life = LIFETIMES[lifetime];
    const expires_at = life === null ? null : fullHour(Date.now() + life);
    await make.mutateAsync({ note, expires_at, max_uses: max_uses ? Number(max_uses) : null });
    setMade(made + 1);
  };
  return (
    <Form key={made} send={send} label={t("newInvitation")}>
      {({ fields, busy }) => (
        <>
          <Field
            label={t("invitationNote")}
            name="note"
            maxLength={100}
            autoComplete="off"
            optional={t("optional")}
            hint={t("invitationNoteHint")}
            errors={fields.note}
          />
          <Choice<Lifetime>
            label={t("lifetime")}
            value={lifetime}
            onChange={setLifetime}
            options={{ day: t("aDay"), week: t("aWeek"), month: t("aMonth"), ever: t("noEnd") }}
          />
          <Field
            label={t("maxUses")}
            name="max_uses"
            type="number"
            min={1}
            max={100_000}
            inputMode="numeric"
            autoComplete="off"
            optional={t("optional")}
            hint={t("maxUsesHint")}
            errors={fields.max_uses}
          />
          <Button type="submit" busy={busy} className="self-start">
            {t("newInvitation")}
          </Button>
        </>
      )}
    </Form>
  );
}

/** Rounded, so that pressing the button again sends the same request and makes no second invitation. */
const fullHour = (time: number) => new Date(Math.ceil(time / HOUR) * HOUR).toISOString();
