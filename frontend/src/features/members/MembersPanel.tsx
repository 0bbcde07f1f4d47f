import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { mayAddPeople, mayBan, maySeeMutes } from "@/entities/rooms/permissions";
import { useDebounced } from "@/lib/hooks/useDebounced";
import type { RoomSummary } from "@/lib/protocol/types";
import { AddPeople } from "./AddPeople";
import { BannedPeople } from "./BannedPeople";
import { MemberList } from "./MemberList";
import { MemberSearch } from "./MemberSearch";
import { MutedPeople } from "./MutedPeople";
import { type Sort, useMemberPages } from "./useMemberPages";

/** The members, found by name and sorted by the server. Who may add people finds others below them. */
export function MembersPanel({ room }: { room: RoomSummary }) {
  const { t } = useTranslation("rooms");
  const [typed, setTyped] = useState("");
  const [sort, setSort] = useState<Sort>("role");
  const query = useDebounced(typed.trim());
  const found = useMemberPages(room, query, sort);
  const mayAdd = mayAddPeople(room);
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-3 pt-3 pb-4">
      <MemberSearch typed={typed} onType={setTyped} sort={sort} onSort={setSort} />
      {maySeeMutes(room) && <MutedPeople room={room.id} />}
      {mayBan(room) && <BannedPeople room={room.id} />}
      {found.error && !found.data ? (
        <ErrorState error={found.error} onRetry={found.refetch} />
      ) : found.data ? (
        <>
          <p role="status" className="px-2 pb-1 text-muted text-xs">
            {!query
              ? t("members", { count: room.member_count })
              : found.count > 0
                ? t("membersFound", { count: found.count })
                : t("noMembersFound")}
          </p>
          {!query && room.member_count === 1 && mayAdd && <p className="px-2 pb-2 text-muted text-sm">{t("alone")}</p>}
          <MemberList room={room} found={found} />
          {mayAdd && query && <AddPeople room={room} query={query} members={found.members} />}
        </>
      ) : (
        <MembersSkeleton />
      )}
    </div>
  );
}

function MembersSkeleton() {
  return (
    <div className="flex flex-col gap-4 p-2">
      <Skeleton className="h-8" />
      <Skeleton className="h-8" />
      <Skeleton className="h-8" />
    </div>
  );
}
