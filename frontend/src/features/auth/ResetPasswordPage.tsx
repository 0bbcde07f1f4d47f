import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { Button } from "@/components/controls/Button";
import { AuthPage } from "@/components/display/AuthPage";
import { Form } from "@/components/form/Form";
import { FormError } from "@/components/form/FormError";
import { PasswordField } from "@/components/form/PasswordField";
import { ApiError, request } from "@/lib/http/request";
import { retryUnanswered } from "@/lib/http/retryUnanswered";
import { linkClass } from "./linkClass";
import { useFragment } from "./useFragment";

export function ResetPasswordPage() {
  const { t } = useTranslation("auth");
  const link = useFragment().get("link") ?? "";
  const navigate = useNavigate();
  const [dead, setDead] = useState<ApiError | null>(null);
  const send = async (form: Record<string, string>) => {
    try {
      await retryUnanswered(() => request("POST", "/api/password/reset/", { body: { link, new: form.new } }));
    } catch (error) {
      if (!(error instanceof ApiError) || (error.code !== "link_invalid" && !error.fields.link)) throw error;
      return setDead(new ApiError({ status: 400, code: "link_invalid" }));
    }
    navigate("/signin", { replace: true, state: { passwordSet: true } });
  };
  const again = (
    <Link to="/forgot" className={linkClass}>
      {t("newLink")}
    </Link>
  );
  return (
    <AuthPage title={t("resetTitle")} name={t("resetTitle")} intro={dead ? undefined : t("resetIntro")} foot={again}>
      <FormError error={dead} />
      {!dead && (
        <Form send={send}>
          {({ fields, busy }) => (
            <>
              <PasswordField
                kind="new"
                label={t("newPassword")}
                name="new"
                autoFocus
                hint={t("passwordHint")}
                errors={fields.new}
              />
              <Button type="submit" look="primary" busy={busy} className="mt-2">
                {t("setPassword")}
              </Button>
            </>
          )}
        </Form>
      )}
    </AuthPage>
  );
}
