import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Form } from "@/components/Form";
import { PasswordField } from "@/components/PasswordField";
import { signIn } from "@/lib/session";

/** `username`: whose form it is, when that is known already. */
export function SignInForm({ username }: { username?: string }) {
  const { t } = useTranslation("auth");
  return (
    <Form send={(form) => signIn(form.username ?? "", form.password ?? "")}>
      {({ fields, busy }) => (
        <>
          <Field
            label={t("usernameOrEmail")}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            defaultValue={username}
            required
            autoFocus={!username}
            errors={fields.username}
          />
          <PasswordField
            label={t("password")}
            name="password"
            autoComplete="current-password"
            required
            autoFocus={Boolean(username)}
            errors={fields.password}
          />
          <Button type="submit" look="primary" busy={busy} className="mt-2">
            {t("signIn")}
          </Button>
        </>
      )}
    </Form>
  );
}
