import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { AuthPage } from "@/components/display/AuthPage";
import { Notice } from "@/components/display/Notice";
import { useSite } from "@/entities/site/useSite";
import { useSession } from "@/lib/session/useSession";
import { linkClass } from "./linkClass";
import { SignInForm } from "./SignInForm";

export function SignInPage() {
  const { t } = useTranslation("auth");
  const { state } = useLocation();
  const { data: site } = useSite();
  const isSignOutPending = useSession((session) => session.isSignOutPending);
  const isSuspended = useSession((session) => session.endReason === "suspended");
  const toSignUp = site?.registration === "open" && (
    <>
      {t("newHere")}{" "}
      <Link to="/signup" state={state} className={linkClass}>
        {t("signUp")}
      </Link>
    </>
  );
  return (
    <AuthPage title={t("signInTitle")} name={t("signIn")} foot={toSignUp}>
      {state?.passwordSet && (
        <div className="mb-5">
          <Notice>{t("passwordSet")}</Notice>
        </div>
      )}
      {isSuspended && (
        <div className="mb-5">
          <Notice>{t("suspended")}</Notice>
        </div>
      )}
      {isSignOutPending && (
        <div className="mb-5">
          <Notice>{t("signedOutUntold")}</Notice>
        </div>
      )}
      <SignInForm />
      <p className="mt-5 text-sm">
        {site?.mail === false ? (
          <span className="text-muted">{t("forgotNoMail")}</span>
        ) : (
          <Link to="/forgot" state={state} className={linkClass}>
            {t("forgot")}
          </Link>
        )}
      </p>
    </AuthPage>
  );
}
