import { useTranslation } from "react-i18next";
import { UntilChoice } from "@/components/form/UntilChoice";
import type { NotificationPreferences } from "@/lib/protocol/types";
import { Preferences } from "./Preferences";
import { useChoose } from "./queries";

/** Nothing on my devices for a while, or nothing at all. */
export function PauseSetting() {
  return <Preferences>{(wanted) => <Pauses wanted={wanted} />}</Preferences>;
}

function Pauses({ wanted }: { wanted: NotificationPreferences }) {
  const { t } = useTranslation("settings");
  const { mutate, isPending } = useChoose();
  return (
    <div className="flex flex-col gap-5">
      <UntilChoice
        label={t("undisturbed")}
        hint={t("undisturbedHint")}
        until={wanted.undisturbed_until}
        said={(when) => t("undisturbedUntil", { when })}
        end={t("endUndisturbed")}
        busy={isPending}
        onChoose={(undisturbed_until) => mutate({ undisturbed_until })}
      />
      <UntilChoice
        label={t("muteAll")}
        hint={t("muteAllHint")}
        until={wanted.muted_until}
        said={(when) => t("allMutedUntil", { when })}
        end={t("unmuteAll")}
        busy={isPending}
        onChoose={(muted_until) => mutate({ muted_until })}
      />
    </div>
  );
}
