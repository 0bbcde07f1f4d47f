import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Button } from "@/components/controls/Button";
import { AuthPage } from "@/components/display/AuthPage";
import { Notice } from "@/components/display/Notice";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { useSite } from "@/entities/site/useSite";
import { request } from "@/lib/http/request";
import { retryUnanswered } from "@/lib/http/retryUnanswered";
import { linkClass } from "./linkClass";

export function ForgotPasswordPage() {
  const { t } = useTranslation("auth");
  const { data: site } = useSite();
  const [asked, setAsked] = useState("");
  const ask = async ({ username = "" }: Record<string, string>) => {
    await retryUnanswered(() => request("POST", "/api/password/forgotten/", { body: { username } }));
    setAsked(username);
  };
  const toSignIn = (
    <Link to="/signin" className={linkClass}>
      {t("toSignIn")}
    </Link>
  );
  if (site?.mail === false)
    return (
      <AuthPage title={t("forgotTitle")} name={t("forgotTitle")} foot={toSignIn}>
        <Notice>{t("forgotAsk")}</Notice>
      </AuthPage>
    );
  return (
    <AuthPage title={t("forgotTitle")} name={t("forgotTitle")} intro={t("forgotIntro")} foot={toSignIn}>
      {asked && (
        <div className="mb-5">
          <Notice>{t("forgotSent", { name: asked })}</Notice>
        </div>
      )}
      <Form send={ask}>
        {({ fields, busy }) => (
          <>
            <Field
              label={t("usernameOrEmail")}
              name="username"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              required
              autoFocus
              errors={fields.username}
            />
            <Button type="submit" look="primary" busy={busy} className="mt-2">
              {asked ? t("sendAgain") : t("sendLink")}
            </Button>
          </>
        )}
      </Form>
    </AuthPage>
  );
}
