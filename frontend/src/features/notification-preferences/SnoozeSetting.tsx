import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { toast } from "@/components/overlay/Toast";
import { api } from "@/lib/api/api";
import { dateAndTime } from "@/lib/i18n/dates";
import { durationOf } from "@/lib/i18n/durations";
import { errorText } from "@/lib/i18n/errorText";
import { serverNow } from "@/lib/session/serverTime";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { usePreferences } from "./queries";

/** Seconds. */
const TIMES = [3600, 8 * 3600, 24 * 3600, 7 * 24 * 3600] as const;

/** Mutes a room for a while. A site may have no such thing. */
export function SnoozeSetting({ room }: { room: number }) {
  const { t, i18n } = useTranslation("inbox");
  const { data } = usePreferences();
  const { mutate, isPending } = useSnooze(room);
  if (!data) return null;
  const snoozed = data.snoozed.find((each) => each.room === room);
  return (
    <fieldset className="mt-5">
      <legend className="mb-1.5 font-medium text-sm">{t("snooze")}</legend>
      {snoozed ? (
        <div className="flex flex-wrap items-center gap-3 text-sm">
          <p role="status">{t("snoozedUntil", { when: dateAndTime(new Date(snoozed.until), i18n.language) })}</p>
          <Button busy={isPending} onClick={() => mutate(null)}>
            {t("endSnooze")}
          </Button>
        </div>
      ) : (
        <div className="flex flex-wrap gap-2">
          {TIMES.map((seconds) => (
            <Button key={seconds} aria-disabled={isPending} onClick={() => mutate(seconds)}>
              {durationOf(seconds, i18n.language)}
            </Button>
          ))}
        </div>
      )}
    </fieldset>
  );
}

/** Null ends it. */
function useSnooze(room: number) {
  const client = useQueryClient();
  const path = `/api/rooms/${room}/snooze/`;
  return useMutation({
    mutationFn: async (seconds: number | null) => {
      if (seconds === null) return api.del(path);
      await api.put(path, { until: new Date(serverNow().getTime() + seconds * 1000).toISOString() });
    },
    onError: (error) => void toast.error(errorText(error)),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.notificationPreferences() }),
  });
}
