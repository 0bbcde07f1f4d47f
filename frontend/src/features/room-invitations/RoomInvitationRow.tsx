import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { toast } from "@/components/overlay/Toast";
import { useNameOf } from "@/entities/people/useNameOf";
import { dateAndTime } from "@/lib/i18n/dates";
import { errorText } from "@/lib/i18n/errorText";
import type { RoomInvitation } from "@/lib/protocol/types";
import { useRevokeInvitation } from "./queries";

type Props = { room: number; invitation: RoomInvitation };

export function RoomInvitationRow({ room, invitation }: Props) {
  const { t, i18n } = useTranslation("rooms");
  const nameOf = useNameOf();
  const revoke = useRevokeInvitation(room);
  const { made_by, created_at, expires_at, uses_left } = invitation;
  const when = (at: string) => dateAndTime(new Date(at), i18n.language);
  const made = t("invitationMade", { name: nameOf(made_by), when: when(created_at) });
  return (
    <li className="flex items-center gap-3 py-2">
      <div className="min-w-0 flex-1 text-sm">
        <p className="bounded">{made}</p>
        <p className="text-muted text-xs">
          {uses_left === null ? t("usesUnlimited") : t("usesLeft", { count: uses_left })}
          {" · "}
          {expires_at === null ? t("neverExpires") : t("expires", { when: when(expires_at) })}
        </p>
      </div>
      <Button
        busy={revoke.isPending}
        aria-label={t("revokeNamed", { name: made })}
        onClick={() => revoke.mutate(invitation.id, { onError: (error) => void toast.error(errorText(error)) })}
      >
        {t("revoke")}
      </Button>
    </li>
  );
}
