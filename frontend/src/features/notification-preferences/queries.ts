import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "@/components/overlay/Toast";
import { PREFERENCES_PATH as PATH } from "@/entities/notifications/preferences";
import { api } from "@/lib/api/api";
import { errorText } from "@/lib/i18n/errorText";
import type { NotificationPreferences } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

export type Change = Partial<Omit<NotificationPreferences, "snoozed">>;

/** Shows a choice at once, and takes it back where the server refuses it. */
export function useChoose() {
  const client = useQueryClient();
  const queryKey = queryKeys.notificationPreferences();
  return useMutation({
    mutationFn: (change: Change) => api.patch<NotificationPreferences>(PATH, change),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey });
      client.setQueryData<NotificationPreferences>(queryKey, (known) => known && { ...known, ...change });
    },
    onSuccess: (known) => client.setQueryData(queryKey, known),
    onError: (error) => {
      toast.error(errorText(error));
      void client.invalidateQueries({ queryKey });
    },
  });
}

/** For a form, which shows its errors itself. */
export function useSave() {
  const client = useQueryClient();
  return async (change: Change) => {
    const known = await api.patch<NotificationPreferences>(PATH, change);
    client.setQueryData(queryKeys.notificationPreferences(), known);
  };
}
