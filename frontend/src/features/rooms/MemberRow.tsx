import { useTranslation } from "react-i18next";
import { Avatar } from "@/components/Avatar";
import { session } from "@/lib/session";
import type { Member, RoomSummary } from "@/lib/wire";
import { MemberMenu } from "./MemberMenu";

export function MemberRow({ room, member }: { room: RoomSummary; member: Member }) {
  const { t } = useTranslation("rooms");
  const isMe = session((state) => state.user?.id) === member.user.id;
  const { display_name, username } = member.user;
  return (
    <li className="flex items-center gap-3 rounded-lg px-2 py-1.5">
      <Avatar user={member.user} />
      <div className="min-w-0 flex-1 text-sm leading-tight">
        <p className="truncate font-medium">
          {display_name}
          {isMe && <span className="ml-1.5 font-normal text-muted">{t("you")}</span>}
        </p>
        <p className="truncate text-muted text-xs">@{username}</p>
      </div>
      {member.role && member.role !== "member" && (
        <span className="shrink-0 text-muted text-xs">{t(`role.${member.role}`)}</span>
      )}
      {!isMe && <MemberMenu room={room} member={member} />}
    </li>
  );
}
