import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Form } from "@/components/Form";
import { PasswordField } from "@/components/PasswordField";

type Props = { action: string; look?: "primary" | "danger"; onPassword: (password: string) => Promise<unknown> };

/** What decides over an account asks for the password once more: the session may be a stolen one. */
export function PasswordStep({ action, look = "primary", onPassword }: Props) {
  const { t } = useTranslation("settings");
  return (
    <Form send={({ password = "" }) => onPassword(password)}>
      {({ fields, busy }) => (
        <>
          <PasswordField
            label={t("currentPassword")}
            name="password"
            autoComplete="current-password"
            required
            autoFocus
            errors={fields.password}
          />
          <Button type="submit" look={look} busy={busy}>
            {action}
          </Button>
        </>
      )}
    </Form>
  );
}
