import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { isBesideHomeScreen } from "@/lib/browser/pushes";
import { PushSetting } from "./PushSetting";
import { canNotify, turnOff, turnOn, useNotificationPreference } from "./preference";
import { unsubscribe } from "./push";

/** Permission is requested here alone, on demand: a prompt on arrival gets refused. */
export function NotificationSetting() {
  const { t } = useTranslation("settings");
  const isOn = useNotificationPreference();
  const [isRefused, setRefused] = useState(() => canNotify() && Notification.permission === "denied");
  if (!canNotify()) {
    return <p className="text-muted text-sm">{t(isBesideHomeScreen() ? "addToHomeScreen" : "cannotNotify")}</p>;
  }
  const ask = async () => setRefused(!(await turnOn()));
  const stop = () => {
    turnOff();
    // What the browser keeps then is worth nothing: the server sends no more.
    void unsubscribe().catch(() => {});
  };
  return (
    <div className="flex flex-col items-start gap-3">
      <p role="status" className="text-sm">
        {isOn ? t("notifying") : t("notNotifying")}
      </p>
      {isRefused && !isOn && <p className="text-muted text-sm">{t("notificationsRefused")}</p>}
      {isOn && <PushSetting />}
      {isOn ? <Button onClick={stop}>{t("stopNotifying")}</Button> : <Button onClick={ask}>{t("notifyMe")}</Button>}
    </div>
  );
}
