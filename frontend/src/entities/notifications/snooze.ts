import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "@/components/overlay/Toast";
import { api } from "@/lib/api/api";
import { errorText } from "@/lib/i18n/errorText";
import type { RoomSummary } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { useNotificationPreferences } from "./preferences";

/** Until when I have muted a room; null where it is not muted, or for good. */
export function useSnoozedUntil({ id, muted }: Pick<RoomSummary, "id" | "muted">): string | null {
  const { data } = useNotificationPreferences();
  return (muted && data?.snoozed.find(({ room }) => room === id)?.until) || null;
}

/** Mutes a room until then; null ends it. */
export function useSnooze(room: number) {
  const client = useQueryClient();
  const path = `/api/rooms/${room}/snooze/`;
  return useMutation({
    mutationFn: async (until: string | null) => {
      if (until === null) await api.del(path);
      else await api.put(path, { until });
    },
    onError: (error) => void toast.error(errorText(error)),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.notificationPreferences() }),
  });
}
