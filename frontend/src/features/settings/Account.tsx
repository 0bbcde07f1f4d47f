import type { TFunction } from "i18next";
import { LogOut, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, buttonClass } from "@/components/controls/Button";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import { signOut } from "@/lib/session/session";
import { useSession } from "@/lib/session/useSession";
import type { Unsent } from "@/realtime/client";
import { realtime } from "@/realtime/currentClient";

export function Account() {
  const { t } = useTranslation("settings");
  const isStaff = useSession((state) => state.user?.is_staff);
  return (
    <div className="flex flex-col items-start gap-4">
      {isStaff && (
        <div>
          <a href="/admin/" className={buttonClass()}>
            <ShieldCheck aria-hidden="true" className="size-4 text-muted" />
            {t("admin")}
          </a>
          <p className="mt-1.5 text-muted text-xs">{t("adminHint")}</p>
        </div>
      )}
      <SignOutButton />
    </div>
  );
}

function SignOutButton() {
  const { t, i18n } = useTranslation("settings");
  const [busy, setBusy] = useState(false);
  const [unsent, setUnsent] = useState<Unsent | null>(null);
  const leave = async () => {
    setBusy(true);
    await signOut();
  };
  const ask = async () => {
    setBusy(true);
    const found = await realtime()?.unsent();
    if (!found || found.messages + found.drafts === 0) return leave();
    setBusy(false);
    setUnsent(found);
  };
  return (
    <>
      <Button onClick={ask} busy={busy && !unsent}>
        <LogOut aria-hidden="true" className="size-4 text-muted" />
        {t("signOut")}
      </Button>
      <ConfirmDialog
        open={unsent !== null}
        onClose={() => setUnsent(null)}
        title={t("signOutTitle")}
        text={unsent ? lossOf(unsent, t).join(i18n.language === "ja" ? "" : " ") : ""}
        action={t("signOut")}
        busy={busy}
        onConfirm={leave}
      />
    </>
  );
}

function lossOf({ messages, drafts }: Unsent, t: TFunction<"settings">) {
  return [
    messages > 0 && t("unsentMessages", { count: messages }),
    drafts > 0 && t("unsentDrafts", { count: drafts }),
    t("signOutText"),
  ].filter(Boolean);
}
