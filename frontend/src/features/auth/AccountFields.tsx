import { useTranslation } from "react-i18next";
import { Field } from "@/components/form/Field";
import { PasswordField } from "@/components/form/PasswordField";
import type { FieldCodes } from "@/lib/protocol/types";

type Props = { fields: FieldCodes; email?: string; autoFocus?: boolean };

/** The fields of every new account. `email`: an email that is already confirmed. */
export function AccountFields({ fields, email, autoFocus }: Props) {
  const { t } = useTranslation("auth");
  return (
    <>
      <Field
        label={t("username")}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus={autoFocus}
        hint={t("usernameHint")}
        errors={fields.username}
      />
      <Field
        label={t("email")}
        name="email"
        type="email"
        autoComplete="email"
        required
        defaultValue={email}
        readOnly={email !== undefined}
        errors={fields.email}
      />
      <PasswordField kind="new" label={t("password")} hint={t("passwordHint")} errors={fields.password} />
    </>
  );
}
