import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/overlay/Dialog";
import { useSession } from "@/lib/session/useSession";
import { SignInForm } from "./SignInForm";

/** Shown over the app after the session ended. The room and the draft stay below it. */
export function SignInDialog() {
  const { t } = useTranslation("auth");
  const { expired, endReason, user } = useSession();
  return (
    <Dialog
      open={expired}
      title={t("signInAgain")}
      description={endReason === "revoked" ? t("signInAgainRevoked") : t("signInAgainExpired")}
    >
      <SignInForm username={user?.username} />
      <p className="mt-4 text-muted text-xs">{t("signInAsOther")}</p>
    </Dialog>
  );
}
