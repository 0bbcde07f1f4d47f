import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { PasswordField } from "@/components/form/PasswordField";

type Props = {
  action: string;
  look?: "primary" | "danger";
  withCode?: boolean;
  onPassword: (password: string, code: string) => Promise<unknown>;
};

/** Security settings ask for the password again, and for a code: the session may be stolen. */
export function PasswordStep({ action, look = "primary", withCode = false, onPassword }: Props) {
  const { t } = useTranslation("settings");
  return (
    <Form send={({ password = "", code = "" }) => onPassword(password, code)}>
      {({ fields, busy }) => (
        <>
          <PasswordField kind="current" label={t("currentPassword")} autoFocus errors={fields.password} />
          {withCode && (
            <Field
              label={t("code")}
              name="code"
              autoComplete="one-time-code"
              autoCapitalize="characters"
              maxLength={40}
              required
              hint={t("codeOrRecoveryHint")}
              errors={fields.code}
            />
          )}
          <Button type="submit" look={look} busy={busy}>
            {action}
          </Button>
        </>
      )}
    </Form>
  );
}
