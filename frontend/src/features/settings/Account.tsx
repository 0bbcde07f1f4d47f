import { LogOut, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, buttonClass } from "@/components/Button";
import { toast } from "@/components/Toast";
import { errorText } from "@/lib/errorText";
import { signOut } from "@/lib/session";
import { useSession } from "@/lib/useSession";

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
  const { t } = useTranslation("settings");
  const [busy, setBusy] = useState(false);
  const leave = () => {
    setBusy(true);
    signOut()
      .catch((error) => toast.error(errorText(error)))
      .finally(() => setBusy(false));
  };
  return (
    <Button onClick={leave} busy={busy}>
      <LogOut aria-hidden="true" className="size-4 text-muted" />
      {t("signOut")}
    </Button>
  );
}
