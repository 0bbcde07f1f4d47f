import { useTranslation } from "react-i18next";
import { NextPage } from "@/components/lists/NextPage";
import type { RoomSummary } from "@/lib/protocol/types";
import { MemberRow } from "./MemberRow";
import type { useMemberPages } from "./useMemberPages";

type Props = { room: RoomSummary; found: ReturnType<typeof useMemberPages> };

/** The loaded pages, and the way to the next one. */
export function MemberList({ room, found }: Props) {
  const { t } = useTranslation("rooms");
  return (
    <>
      <ul aria-label={t("membersTitle")} className="flex flex-col">
        {found.members.map((member) => (
          <MemberRow key={member.user.id} room={room} member={member} />
        ))}
      </ul>
      <NextPage found={found} label={t("moreMembers")} />
    </>
  );
}
