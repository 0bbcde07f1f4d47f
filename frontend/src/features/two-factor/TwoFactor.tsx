import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import type { SecondFactor } from "@/lib/protocol/types";
import { useSecondFactor } from "./queries";
import { NewCodesDialog, TurnOffDialog } from "./TwoFactorDialogs";
import { TwoFactorSetup } from "./TwoFactorSetup";

type Open = "setup" | "codes" | "off" | null;

/** Turns the second factor on and off. */
export function TwoFactor() {
  const { t } = useTranslation("settings");
  const { data, error, refetch } = useSecondFactor();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  if (error && !data) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <Skeleton className="h-14" />;
  return (
    <>
      <State factor={data} />
      <div className="mt-4 flex flex-wrap gap-2">
        {!data.on && <Button onClick={() => setOpen("setup")}>{t("twoStepsTurnOn")}</Button>}
        {data.on && <Button onClick={() => setOpen("codes")}>{t("newRecoveryCodes")}</Button>}
        {data.on && <Button onClick={() => setOpen("off")}>{t("twoStepsTurnOff")}</Button>}
      </div>
      {open === "setup" && <TwoFactorSetup onClose={close} />}
      {open === "codes" && <NewCodesDialog onClose={close} />}
      {open === "off" && <TurnOffDialog onClose={close} />}
    </>
  );
}

function State({ factor }: { factor: SecondFactor }) {
  const { t } = useTranslation("settings");
  if (!factor.on) return <p className="text-muted text-sm">{t("twoStepsOff")}</p>;
  return (
    <div className="text-sm">
      <p className="font-medium text-moss">{t("twoStepsOn")}</p>
      <p className="text-muted text-xs">{t("recoveryCodesLeft", { count: factor.recovery_codes_left })}</p>
    </div>
  );
}
