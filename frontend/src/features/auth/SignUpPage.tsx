import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { AuthPage } from "@/components/display/AuthPage";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { useSite } from "@/entities/site/useSite";
import { linkClass } from "./linkClass";
import { SignUp } from "./SignUp";
import { useFragment } from "./useFragment";

export function SignUpPage() {
  const { t } = useTranslation("auth");
  const { state } = useLocation();
  const fragment = useFragment();
  const { data: site, error, refetch } = useSite();
  const toSignIn = (
    <>
      {t("alreadyHere")}{" "}
      <Link to="/signin" state={state} className={linkClass}>
        {t("signIn")}
      </Link>
    </>
  );
  return (
    <AuthPage title={t("signUpTitle")} name={t("signUp")} foot={toSignIn}>
      {site && <SignUp site={site} proof={fragment.get("proof")} email={fragment.get("email")} />}
      {error && <ErrorState error={error} onRetry={refetch} />}
      {!site && !error && <Skeleton className="h-60" />}
    </AuthPage>
  );
}
