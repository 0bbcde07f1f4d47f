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
  const showAs = (change: (room: RoomSummary) => RoomSummary) =>
    client.setQueryData<RoomSummary[]>(queryKeys.rooms(), (rooms) =>
      rooms?.map((room) => (room.id === id ? change(room) : room)),
    );
  return useMutation({
    mutationFn: (change: Preferences) => api.patch<RoomSummary>(`/api/rooms/${id}/mine/`, change),
    onMutate: (change) => {
      const before = client.getQueryData<RoomSummary[]>(queryKeys.rooms())?.find((room) => room.id === id);
      showAs((room) => ({ ...room, ...change }));
      return before;
    },
    onError: (error, change, before) => {
      if (before) showAs((room) => takenBack(room, change, before));
      toast.error(errorText(error));
    },
    onSettled: (_, __, { muted }) => {
      // A mute of another kind ends the one that had an end.
      if (muted !== undefined) void client.invalidateQueries({ queryKey: queryKeys.notificationPreferences() });
    },
  });
}

/** Another change of the same field, or of another one, may have been made since. */
function takenBack(room: RoomSummary, change: Preferences, before: RoomSummary): RoomSummary {
  const fields = Object.keys(change) as (keyof Preferences)[];
  const undone = fields.filter((field) => room[field] === change[field]);
  return { ...room, ...Object.fromEntries(undone.map((field) => [field, before[field]])) };
}
