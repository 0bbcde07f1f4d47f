import { MicOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { PersonCard } from "@/entities/people/PersonCard";
import { Portrait } from "@/entities/people/Portrait";
import { PresenceText } from "@/entities/people/PresenceText";
import { StatusText } from "@/entities/people/StatusText";
import type { Member, RoomSummary } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { useLatestUser } from "@/realtime/cache/latestUsers";
import { MemberMenu } from "./MemberMenu";

type Props = { room: RoomSummary; member: Member; isMuted: boolean };

export function MemberRow({ room, member, isMuted }: Props) {
  const { t } = useTranslation("rooms");
  const user = useLatestUser(member.user);
  const isMe = useSession((state) => state.user?.id) === user.id;
  return (
    <li className="flex items-center gap-1">
      <PersonCard user={user}>
        <button
          type="button"
          className="target flex min-w-0 flex-1 items-center gap-3 rounded-lg px-2 py-1.5 text-left hover:bg-raised aria-expanded:bg-raised"
        >
          <Portrait user={user} />
          <span className="min-w-0 flex-1 text-sm leading-tight">
            <span className="block truncate font-medium">
              <bdi>{user.display_name}</bdi>
              {isMe && <span className="ml-1.5 font-normal text-muted">{t("you")}</span>}
            </span>
            <span className="flex gap-1.5 truncate text-muted text-xs">
              <bdi>@{user.username}</bdi>
              <StatusText user={user} />
            </span>
          </span>
          <PresenceText user={user.id} className="sr-only" />
          {isMuted && <MutedMark />}
          {member.role && member.role !== "member" && (
            <span className="shrink-0 text-muted text-xs">{t(`role.${member.role}`)}</span>
          )}
        </button>
      </PersonCard>
      {!isMe && <MemberMenu room={room} member={member} />}
    </li>
  );
}

/** That somebody may not write for a time. Only moderators are told. */
function MutedMark() {
  const { t } = useTranslation("rooms");
  return (
    <span className="flex shrink-0 items-center gap-1 text-muted text-xs">
      <MicOff aria-hidden="true" className="size-3.5" />
      {t("mutedMember")}
    </span>
  );
}
