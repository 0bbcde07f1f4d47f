import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { useSession } from "@/lib/useSession";
import { AuthPage } from "./AuthPage";
import { linkClass } from "./linkClass";
import { Notice } from "./Notice";
import { SignInForm } from "./SignInForm";
import { useSite } from "./useSite";

export function SignInPage() {
  const { t } = useTranslation("auth");
  const { state } = useLocation();
  const { data: site } = useSite();
  const isUntold = useSession((session) => session.isUntold);
  // Where its links lead is small, and nobody should see an empty page on the way there. What fails now is asked for again there.
  useEffect(() => void import("./seldom").catch(() => {}), []);
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
      {isUntold && (
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
