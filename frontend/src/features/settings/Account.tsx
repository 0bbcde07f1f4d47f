import { LogOut, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, buttonClass } from "@/components/controls/Button";
import { useSession } from "@/lib/session/useSession";
import { SignOut } from "./SignOut";

export function Account() {
  const { t } = useTranslation("settings");
  const isStaff = useSession((state) => state.user?.is_staff);
  const [isLeaving, setLeaving] = useState(false);
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
      <Button onClick={() => setLeaving(true)} busy={isLeaving}>
        <LogOut aria-hidden="true" className="size-4 text-muted" />
        {t("signOut")}
      </Button>
      {isLeaving && <SignOut onStay={() => setLeaving(false)} />}
    </div>
  );
}
