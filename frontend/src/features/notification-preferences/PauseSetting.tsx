import { useTranslation } from "react-i18next";
import { UntilChoice } from "@/components/form/UntilChoice";
import { useNotificationPreferences } from "@/entities/notifications/preferences";
import { useChoose } from "./queries";

/** Nothing on my devices for a while, or nothing at all. */
export function PauseSetting() {
  const { t } = useTranslation("settings");
  const { data } = useNotificationPreferences();
  const { mutate, isPending } = useChoose();
  if (!data) return null;
  return (
    <div className="flex flex-col gap-5">
      <UntilChoice
        label={t("undisturbed")}
        hint={t("undisturbedHint")}
        until={data.undisturbed_until}
        said={(when) => t("undisturbedUntil", { when })}
        end={t("endUndisturbed")}
        busy={isPending}
        onChoose={(undisturbed_until) => mutate({ undisturbed_until })}
      />
      <UntilChoice
        label={t("muteAll")}
        hint={t("muteAllHint")}
        until={data.muted_until}
        said={(when) => t("allMutedUntil", { when })}
        end={t("unmuteAll")}
        busy={isPending}
        onChoose={(muted_until) => mutate({ muted_until })}
      />
    </div>
  );
}
