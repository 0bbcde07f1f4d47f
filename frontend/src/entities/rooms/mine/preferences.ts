import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "@/components/overlay/Toast";
import { api } from "@/lib/api/api";
import { errorText } from "@/lib/i18n/errorText";
import type { RoomSummary } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

export type Preferences = Partial<Pick<RoomSummary, "notify" | "muted" | "favourite" | "section">>;

/** My preferences for a room. A change shows at once, and is undone if the request fails. */
export function usePreferences(id: number) {
  const client = useQueryClient();
  const show = (change: Preferences) =>
    client.setQueryData<RoomSummary[]>(queryKeys.rooms(), (rooms) =>
      rooms?.map((room) => (room.id === id ? { ...room, ...change } : room)),
    );
  return useMutation({
    mutationFn: (change: Preferences) => api.patch<RoomSummary>(`/api/rooms/${id}/mine/`, change),
    onMutate: (change) => {
      const before = client.getQueryData<RoomSummary[]>(queryKeys.rooms())?.find((room) => room.id === id);
      show(change);
      return before;
    },
    onError: (error, _, before) => {
      if (before) {
        const { notify, muted, favourite, section } = before;
        show({ notify, muted, favourite, section });
      }
      toast.error(errorText(error));
    },
    onSettled: (_, __, { muted }) => {
      // A mute of another kind ends the one that had an end.
      if (muted !== undefined) void client.invalidateQueries({ queryKey: queryKeys.notificationPreferences() });
    },
  });
}
