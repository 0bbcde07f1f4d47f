import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { canNotify, turnOff, turnOn, useNotificationPreference } from "./preference";

/** Permission is requested here alone, on demand: a prompt on arrival gets refused. */
export function NotificationSetting() {
  const { t } = useTranslation("settings");
  const isOn = useNotificationPreference();
  const [isRefused, setRefused] = useState(() => canNotify() && Notification.permission === "denied");
  if (!canNotify()) return <p className="text-muted text-sm">{t("cannotNotify")}</p>;
  const ask = async () => setRefused(!(await turnOn()));
  return (
    <div className="flex flex-col items-start gap-3">
      <p role="status" className="text-sm">
        {isOn ? t("notifying") : t("notNotifying")}
      </p>
      {isRefused && !isOn && <p className="text-muted text-sm">{t("notificationsRefused")}</p>}
      {isOn ? <Button onClick={turnOff}>{t("stopNotifying")}</Button> : <Button onClick={ask}>{t("notifyMe")}</Button>}
    </div>
  );
}
