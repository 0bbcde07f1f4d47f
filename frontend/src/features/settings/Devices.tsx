import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import { DeviceRow } from "./DeviceRow";
import { useDevices, useSignOutOthers } from "./devices";

export function Devices() {
  const { data, error, refetch } = useDevices();
  if (error && !data) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <Skeleton className="h-14" />;
  return (
    <>
      <ul className="flex flex-col gap-1">
        {data.map((device) => (
          <DeviceRow key={device.id} device={device} />
        ))}
      </ul>
      {data.length > 1 && <SignOutOthers />}
    </>
  );
}

function SignOutOthers() {
  const { t } = useTranslation("settings");
  const [asked, setAsked] = useState(false);
  const others = useSignOutOthers();
  const close = () => setAsked(false);
  return (
    <>
      <Button className="mt-4" onClick={() => setAsked(true)}>
        {t("signOutOthers")}
      </Button>
      <ConfirmDialog
        open={asked}
        onClose={close}
        title={t("signOutOthersTitle")}
        text={t("signOutOthersText")}
        action={t("signOutOthers")}
        busy={others.isPending}
        error={others.error}
        onConfirm={() => others.mutate(undefined, { onSuccess: close })}
      />
    </>
  );
}
