import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/overlay/Dialog";
import { useSession } from "@/lib/session/useSession";
import { SignInForm } from "./SignInForm";

/** Shown over the app after the session ended. The room and the draft stay below it. */
export function SignInDialog() {
  const { t } = useTranslation("auth");
  const { expired, endReason, user } = useSession();
  const isSuspended = endReason === "suspended";
  return (
    <Dialog
      open={expired}
      title={isSuspended ? t("suspendedTitle") : t("signInAgain")}
      description={
        isSuspended
          ? `${t("suspended")} ${t("suspendedKept")}`
          : endReason === "revoked"
            ? t("signInAgainRevoked")
            : t("signInAgainExpired")
      }
    >
      <SignInForm username={user?.username} />
      <p className="mt-4 text-muted text-xs">{t("signInAsOther")}</p>
    </Dialog>
  );
}
