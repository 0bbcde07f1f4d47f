import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Form } from "@/components/Form";
import { register } from "@/lib/session";
import { AccountFields } from "./AccountFields";
import { AuthPage } from "./AuthPage";
import { linkClass } from "./linkClass";

const create = ({ username = "", email = "", password = "", display_name = "" }: Record<string, string>) =>
  register({ username, email, password, ...(display_name && { display_name }) });

export function SignUpPage() {
  const { t } = useTranslation("auth");
  const { state } = useLocation();
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
      <Form send={create}>
        {({ fields, busy }) => (
          <>
            <AccountFields fields={fields} autoFocus />
            <Field
              label={t("displayName")}
              name="display_name"
              autoComplete="name"
              optional={t("optional")}
              errors={fields.display_name}
            />
            <Button type="submit" look="primary" busy={busy} className="mt-2">
              {t("signUp")}
            </Button>
          </>
        )}
      </Form>
    </AuthPage>
  );
}
