import { useTranslation } from "react-i18next";
import { ErrorState } from "@/components/display/ErrorState";
import { Choice } from "@/components/form/Choice";
import { useNotificationPreferences } from "@/entities/notifications/preferences";
import type { NotificationPreferences } from "@/lib/protocol/types";
import { useChoose } from "./queries";

type Level = NotificationPreferences["level"];
type Mail = NotificationPreferences["mail"];

/** What I am told of in all rooms, and after which time by mail. */
export function LevelSetting() {
  const { t } = useTranslation("settings");
  const { data, error, refetch } = useNotificationPreferences();
  const { mutate } = useChoose();
  if (error && !data) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return null;
  return (
    <div className="flex flex-col gap-5">
      <Choice<Level>
        label={t("toldOf")}
        value={data.level}
        onChange={(level) => mutate({ level })}
        options={{ all: t("toldOfAll"), mentions: t("toldOfMentions"), nothing: t("toldOfNothing") }}
      />
      <Choice<Mail>
        label={t("mailAfter")}
        value={data.mail}
        onChange={(mail) => mutate({ mail })}
        options={{ quarter: t("mailQuarter"), hour: t("mailHour"), day: t("mailDay"), never: t("mailNever") }}
      />
    </div>
  );
}
