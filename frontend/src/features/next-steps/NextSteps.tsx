import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { IconButton } from "@/components/controls/IconButton";
import { toast } from "@/components/overlay/Toast";
import { api } from "@/lib/api/api";
import { errorText } from "@/lib/i18n/errorText";
import type { Me } from "@/lib/protocol/types";
import { updateMe } from "@/lib/session/session";
import { useSession } from "@/lib/session/useSession";

const stepClass = "target flex flex-col justify-center rounded-lg px-2.5 py-1.5 text-sm hover:bg-selected/60";

/** What the person who has set the site up does next, until they hide it. */
export function NextSteps() {
  const { t } = useTranslation();
  const me = useSession((state) => state.user);
  if (!me?.next_steps || !me.is_staff) return null;
  return (
    <section aria-label={t("nextSteps")} className="mx-2 mt-2 rounded-xl border border-line bg-surface p-1.5">
      <div className="flex items-center justify-between pl-2.5">
        <h2 className="font-semibold text-sm">{t("nextSteps")}</h2>
        <IconButton label={t("nextDone")} icon={X} onClick={() => void hide(me)} />
      </div>
      <Link to="/settings/invitations" className={stepClass}>
        <span className="font-medium">{t("nextInvite")}</span>
        <span className="text-muted text-xs">{t("nextInviteHint")}</span>
      </Link>
      <a href="/admin/" className={stepClass}>
        <span className="font-medium">{t("nextAdmin")}</span>
        <span className="text-muted text-xs">{t("nextAdminHint")}</span>
      </a>
      <p className="px-2.5 py-1.5 text-muted text-xs">{t("nextSettingsHint")}</p>
    </section>
  );
}

async function hide(me: Me) {
  updateMe({ ...me, next_steps: false });
  try {
    updateMe(await api.patch<Me>("/api/me/", { next_steps: false }));
  } catch (error) {
    toast.error(errorText(error));
    updateMe(me);
  }
}
