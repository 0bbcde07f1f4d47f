import { Link2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { toast } from "@/components/overlay/Toast";
import { copyText } from "@/lib/browser/clipboard";
import { dateAndTime } from "@/lib/i18n/dates";
import { errorText } from "@/lib/i18n/errorText";
import type { Invitation } from "@/lib/protocol/types";
import { useRevokeInvitation } from "./queries";

export function InvitationRow({ invitation }: { invitation: Invitation }) {
  const { t, i18n } = useTranslation("settings");
  const revoke = useRevokeInvitation();
  const { note, uses, max_uses: most, expires_at: end } = invitation;
  const name = note || t("invitationNumber", { number: invitation.id });
  const when = (at: string) => dateAndTime(new Date(at), i18n.language);
  const link = `${location.origin}/invitation#${invitation.code}`;
  const copy = async () => {
    if (await copyText(link)) toast(t("linkCopied"));
    else toast.error(t("notCopied"));
  };
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2">
      <div className="min-w-40 flex-1 text-sm">
        <p className="bounded font-medium">{name}</p>
        <p className="text-muted text-xs">
          {most === null ? t("usedTimes", { count: uses }) : t("usedOf", { uses, most })}
          {" · "}
          {end === null ? t("neverExpires") : t("expires", { when: when(end) })}
        </p>
      </div>
      <div className="flex gap-2">
        <Button onClick={copy} aria-label={t("copyLinkOf", { name })}>
          <Link2 aria-hidden="true" className="size-4 text-muted" />
          {t("copyLink")}
        </Button>
        <Button
          busy={revoke.isPending}
          aria-label={t("revokeNamed", { name })}
          onClick={() => revoke.mutate(invitation.id, { onError: (error) => void toast.error(errorText(error)) })}
        >
          {t("revoke")}
        </Button>
      </div>
    </li>
  );
}
