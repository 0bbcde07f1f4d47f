import { useTranslation } from "react-i18next";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { mayAddPeople, mayBan } from "@/entities/rooms/permissions";
import { useMembers } from "@/entities/rooms/useMembers";
import { useIncrementalList } from "@/lib/hooks/useIncrementalList";
import type { Member, RoomSummary } from "@/lib/protocol/types";
import { AddPeople } from "./AddPeople";
import { BannedPeople } from "./BannedPeople";
import { MemberRow } from "./MemberRow";

export function MembersPanel({ room }: { room: RoomSummary }) {
  const { t } = useTranslation("rooms");
  const { data, error, refetch } = useMembers(room.id);
  if (error && !data) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <MembersSkeleton />;
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-3 pb-4">
      {mayAddPeople(room) && <AddPeople room={room} members={data} />}
      {mayBan(room) && <BannedPeople room={room.id} />}
      {data.length === 1 && mayAddPeople(room) && <p className="px-2 pb-3 text-muted text-sm">{t("alone")}</p>}
      <Members room={room} members={data} />
    </div>
  );
}

/** More than a screen holds, and fast to render. */
const STEP = 100;

function Members({ room, members }: { room: RoomSummary; members: readonly Member[] }) {
  const { shown, mark } = useIncrementalList(STEP);
  return (
    <ul className="flex flex-col">
      {members.slice(0, shown).map((member) => (
        <MemberRow key={member.user.id} room={room} member={member} />
      ))}
      {shown < members.length && <li key={shown} ref={mark} aria-hidden="true" className="h-px" />}
    </ul>
  );
}

function MembersSkeleton() {
  return (
    <div className="flex flex-col gap-4 p-5">
      <Skeleton className="h-8" />
      <Skeleton className="h-8" />
      <Skeleton className="h-8" />
    </div>
  );
}
