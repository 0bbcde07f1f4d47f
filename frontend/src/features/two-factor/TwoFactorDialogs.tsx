import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/overlay/Dialog";
import { toast } from "@/components/overlay/Toast";
import { useIdempotencyKey } from "@/lib/http/useIdempotencyKey";
import { PasswordStep } from "./PasswordStep";
import { newRecoveryCodes, turnOffTwoFactor, useSecondFactorChanged } from "./queries";
import { RecoveryCodes } from "./RecoveryCodes";
import { useHeldOpen } from "./useHeldOpen";

type Props = { onClose: () => void };

export function NewCodesDialog({ onClose }: Props) {
  const { t } = useTranslation("settings");
  const changed = useSecondFactorChanged();
  const withKey = useIdempotencyKey();
  const [codes, setCodes] = useState<string[]>();
  const { close, hold } = useHeldOpen(onClose);
  const make = async (password: string, code: string) => {
    // The old codes end with this request.
    const made = await hold(() => withKey({ password, code }, (keyed) => newRecoveryCodes(password, code, keyed)));
    setCodes(made.recovery_codes);
    await changed();
  };
  return (
    <Dialog
      open
      onClose={codes ? undefined : close}
      title={t("newRecoveryCodes")}
      description={codes ? t("recoveryCodesHint") : t("newRecoveryCodesHint")}
    >
      {codes ? (
        <RecoveryCodes codes={codes} onDone={onClose} />
      ) : (
        <PasswordStep action={t("newRecoveryCodes")} withCode onPassword={make} />
      )}
    </Dialog>
  );
}

export function TurnOffDialog({ onClose }: Props) {
  const { t } = useTranslation("settings");
  const changed = useSecondFactorChanged();
  const turnOff = async (password: string, code: string) => {
    await turnOffTwoFactor(password, code);
    await changed();
    toast(t("twoStepsTurnedOff"));
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t("twoStepsTurnOffTitle")} description={t("twoStepsTurnOffHint")}>
      <PasswordStep action={t("twoStepsTurnOff")} look="danger" withCode onPassword={turnOff} />
    </Dialog>
  );
}
