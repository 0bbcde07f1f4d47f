import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "@/components/overlay/Toast";
import { PREFERENCES_PATH as PATH } from "@/entities/notifications/preferences";
import { api } from "@/lib/api/api";
import { errorText } from "@/lib/i18n/errorText";
import type { NotificationPreferences } from "@/lib/protocol/types";
import { mutationKeys, queryKeys } from "@/realtime/cache/queryKeys";

export type Change = Partial<Omit<NotificationPreferences, "snoozed" | "mails">>;

/**
 * Shows a choice at once, and takes it back where the server refuses it. The answer to a choice before is older than what
 * is shown.
 */
export function useChoose() {
  const client = useQueryClient();
  const queryKey = queryKeys.notificationPreferences();
  const mutationKey = mutationKeys.choosePreferences();
  const isLast = () => client.isMutating({ mutationKey }) === 1;
  return useMutation({
    mutationKey,
    mutationFn: (change: Change) => api.patch<NotificationPreferences>(PATH, change),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey });
      client.setQueryData<NotificationPreferences>(queryKey, (known) => known && { ...known, ...change });
    },
    onSuccess: (known) => {
      if (isLast()) client.setQueryData(queryKey, known);
    },
    onError: (error) => {
      toast.error(errorText(error));
      if (isLast()) void client.invalidateQueries({ queryKey });
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
