import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { AuthPage } from "./AuthPage";
import { linkClass } from "./linkClass";
import { SignInForm } from "./SignInForm";

export function SignInPage() {
  const { t } = useTranslation("auth");
  const { state } = useLocation();
  const toSignUp = (
    <>
      {t("newHere")}{" "}
      <Link to="/signup" state={state} className={linkClass}>
        {t("signUp")}
      </Link>
    </>
  );
  return (
    <AuthPage title={t("signInTitle")} name={t("signIn")} foot={toSignUp}>
      <SignInForm />
    </AuthPage>
  );
}
