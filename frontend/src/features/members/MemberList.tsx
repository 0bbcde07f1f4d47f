import { useTranslation } from "react-i18next";
import { NextPage } from "@/components/lists/NextPage";
import { useRoomMutes } from "@/entities/moderation/mutes";
import { maySeeMutes } from "@/entities/rooms/permissions";
import type { RoomSummary } from "@/lib/protocol/types";
import { MemberRow } from "./MemberRow";
import type { useMemberPages } from "./useMemberPages";

type Props = { room: RoomSummary; found: ReturnType<typeof useMemberPages> };

/** The loaded pages, and the way to the next one. */
export function MemberList({ room, found }: Props) {
  const { t } = useTranslation("rooms");
  const { data: mutes = [] } = useRoomMutes(room.id, maySeeMutes(room));
  const muted = new Set(mutes.map(({ user }) => user.id));
  return (
    <>
      <ul aria-label={t("membersTitle")} className="flex flex-col">
        {found.members.map((member) => (
          <MemberRow key={member.user.id} room={room} member={member} isMuted={muted.has(member.user.id)} />
        ))}
      </ul>
      <NextPage found={found} label={t("moreMembers")} />
    </>
  );
}
