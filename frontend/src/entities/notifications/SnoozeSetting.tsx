import { useTranslation } from "react-i18next";
import { UntilChoice } from "@/components/form/UntilChoice";
import type { RoomSummary } from "@/lib/protocol/types";
import { useNotificationPreferences } from "./preferences";
import { useSnooze, useSnoozedUntil } from "./snooze";

/** Mutes a room for a while. A site may have no such thing. */
export function SnoozeSetting({ room }: { room: Pick<RoomSummary, "id" | "muted"> }) {
  const { t } = useTranslation("inbox");
  const { isSuccess } = useNotificationPreferences();
  const until = useSnoozedUntil(room);
  const { mutate, isPending } = useSnooze(room.id);
  if (!isSuccess) return null;
  return (
    <UntilChoice
      label={t("snooze")}
      until={until}
      said={(when) => t("snoozedUntil", { when })}
      end={t("endSnooze")}
      busy={isPending}
      onChoose={mutate}
    />
  );
}
