import { Crown, Ellipsis, MicOff, Shield, User as UserIcon, UserMinus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { Menu, MenuItem, MenuLine } from "@/components/overlay/Menu";
import { toast } from "@/components/overlay/Toast";
import { useModerationDialogs } from "@/entities/moderation/dialogs";
import { useNameOf } from "@/entities/people/useNameOf";
import { mayChangeRoles, mayMute, mayRemove } from "@/entities/rooms/permissions";
import { errorText } from "@/lib/i18n/errorText";
import type { Member, RoomSummary } from "@/lib/protocol/types";
import { useChangeRole } from "./memberMutations";
import { RemoveMemberDialog } from "./RemoveMemberDialog";

const ROLES = [
  { role: "owner", icon: Crown, text: "makeOwner" },
  { role: "moderator", icon: Shield, text: "makeModerator" },
  { role: "member", icon: UserIcon, text: "makeMember" },
] as const;

export function MemberMenu({ room, member }: { room: RoomSummary; member: Member }) {
  const { t } = useTranslation("rooms");
  const [removing, setRemoving] = useState(false);
  const nameOf = useNameOf();
  const changeRole = useChangeRole(room.id);
  const showDialog = useModerationDialogs((state) => state.show);
  if (!mayChangeRoles(room) && !mayRemove(room, member) && !mayMute(room, member)) return null;
  const make = (role: (typeof ROLES)[number]["role"]) =>
    changeRole.mutate({ user: member.user, role }, { onError: (error) => void toast.error(errorText(error)) });
  return (
    <>
      <Menu trigger={<IconButton label={t("memberMenu", { name: nameOf(member.user) })} icon={Ellipsis} />}>
        {mayChangeRoles(room) &&
          ROLES.filter(({ role }) => role !== member.role).map(({ role, icon, text }) => (
            <MenuItem key={role} icon={icon} onSelect={() => make(role)}>
              {t(text)}
            </MenuItem>
          ))}
        {mayChangeRoles(room) && mayRemove(room, member) && <MenuLine />}
        {mayMute(room, member) && (
          <MenuItem icon={MicOff} onSelect={() => showDialog({ kind: "mute", room: room.id, user: member.user })}>
            {t("muteMember")}
          </MenuItem>
        )}
        {mayRemove(room, member) && (
          <MenuItem icon={UserMinus} danger onSelect={() => setRemoving(true)}>
            {t("remove")}
          </MenuItem>
        )}
      </Menu>
      <RemoveMemberDialog room={room} member={member} open={removing} onClose={() => setRemoving(false)} />
    </>
  );
}
