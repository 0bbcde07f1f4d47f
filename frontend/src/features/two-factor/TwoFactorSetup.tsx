import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { Dialog } from "@/components/overlay/Dialog";
import { useIdempotencyKey } from "@/lib/http/useIdempotencyKey";
import type { Enrolment } from "@/lib/protocol/types";
import { PasswordStep } from "./PasswordStep";
import { beginTwoFactor, confirmTwoFactor, useSecondFactorChanged } from "./queries";
import { RecoveryCodes } from "./RecoveryCodes";
import { useHeldOpen } from "./useHeldOpen";

/** Asks for the password, then shows the QR code, then the recovery codes until they are confirmed. */
export function TwoFactorSetup({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("settings");
  const changed = useSecondFactorChanged();
  const [enrolment, setEnrolment] = useState<Enrolment>();
  const [codes, setCodes] = useState<string[]>();
  const withKey = useIdempotencyKey();
  const begin = async (password: string) =>
    setEnrolment(await withKey(password, (keyed) => beginTwoFactor(password, keyed)));
  const { close, hold } = useHeldOpen(onClose);
  const confirm = async (code: string) => {
    // From this request on nobody signs in without a second step.
    const confirmed = await hold(() => withKey(code, (keyed) => confirmTwoFactor(code, keyed)));
    setCodes(confirmed.recovery_codes);
    await changed();
  };
  const description = codes ? t("recoveryCodesHint") : enrolment ? t("scanHint") : t("twoStepsPasswordHint");
  return (
    <Dialog open onClose={codes ? undefined : close} title={t("twoSteps")} description={description}>
      {codes ? (
        <RecoveryCodes codes={codes} onDone={onClose} />
      ) : enrolment ? (
        <AppStep enrolment={enrolment} onCode={confirm} />
      ) : (
        <PasswordStep action={t("continue")} onPassword={begin} />
      )}
    </Dialog>
  );
}

function AppStep({ enrolment, onCode }: { enrolment: Enrolment; onCode: (code: string) => Promise<void> }) {
  const { t } = useTranslation("settings");
  return (
    <Form send={({ code = "" }) => onCode(code)}>
      {({ fields, busy }) => (
        <>
          <img src={enrolment.qr} alt={t("qrCode")} className="mx-auto size-48 rounded-lg" />
          <p className="text-center text-muted text-xs">
            <a href={enrolment.uri} className="text-ember underline underline-offset-4">
              {t("openApp")}
            </a>{" "}
            {t("orTypeSecret")} <code className="text-text">{inGroups(enrolment.secret)}</code>
          </p>
          <Field
            label={t("code")}
            name="code"
            autoComplete="one-time-code"
            inputMode="numeric"
            maxLength={40}
            required
            autoFocus
            hint={t("codeHint")}
            errors={fields.code}
          />
          <Button type="submit" look="primary" busy={busy}>
            {t("twoStepsTurnOn")}
          </Button>
        </>
      )}
    </Form>
  );
}

const inGroups = (secret: string) => secret.match(/.{1,4}/g)?.join(" ");
