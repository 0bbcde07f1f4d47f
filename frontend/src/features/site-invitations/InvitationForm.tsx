import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { InvitationLimits } from "@/entities/invitations/InvitationLimits";
import { LIFETIMES, type Lifetime } from "@/entities/invitations/lifetimes";
import { useMakeInvitation } from "./queries";

const SECOND = 1000;
const HOUR = 3600 * SECOND;

export function InvitationForm() {
  const { t } = useTranslation("settings");
  const make = useMakeInvitation();
  const [lifetime, setLifetime] = useState<Lifetime>("week");
  const [made, setMade] = useState(0);
  const send = async ({ note = "", uses = "" }: Record<string, string>) => {
    const life = LIFETIMES[lifetime];
    const expires_at = life === null ? null : fullHour(Date.now() + life * SECOND);
    await make.mutateAsync({ note, expires_at, max_uses: uses ? Number(uses) : null });
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
          <InvitationLimits lifetime={lifetime} onLifetime={setLifetime} errors={fields.max_uses} />
          <Button type="submit" look="primary" busy={busy} className="self-start">
            {t("newInvitation")}
          </Button>
        </>
      )}
    </Form>
  );
}

/** Rounded, so that pressing the button again sends the same request and makes no second invitation. */
const fullHour = (time: number) => new Date(Math.ceil(time / HOUR) * HOUR).toISOString();
