import { Hash } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useJoinRoom, useRoomsToJoin } from "@/entities/rooms/joining/queries";
import type { UseResults } from "@/entities/rooms/picker/results";
import { useDebounced } from "@/lib/hooks/useDebounced";
import type { RoomSummary } from "@/lib/protocol/types";

const MOST = 5;

/** Public rooms that I may join, found by the server. Choosing one joins it. */
export const useJoinableResults: UseResults = (typed, { onRoom }) => {
  const wanted = typed.trim();
  const settled = useDebounced(wanted);
  const found = useRoomsToJoin(settled, settled !== "");
  const join = useJoinRoom();
  const results = (wanted ? (found.data ?? []) : []).slice(0, MOST).map((room) => ({
    key: `join-${room.id}`,
    name: room.name,
    content: <Joinable room={room} />,
    choose: () => {
      if (!join.isPending) join.mutate(room.id, { onSuccess: onRoom });
    },
  }));
  const isSearching = wanted !== "" && (settled !== wanted || found.isPending);
  return { results, isSearching, error: join.error ?? (wanted ? found.error : null) };
};

function Joinable({ room }: { room: RoomSummary }) {
  const { t } = useTranslation("rooms");
  return (
    <>
      <span className="grid w-6 shrink-0 place-items-center opacity-70">
        <Hash aria-hidden="true" className="size-4" />
      </span>
      <span className="min-w-0 flex-1 truncate">
        <span className="bounded">{room.name}</span>
        <span className="ml-2 text-muted text-xs">{t("members", { count: room.member_count })}</span>
      </span>
      <span className="shrink-0 text-muted text-xs">{t("join")}</span>
    </>
  );
}
