import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { useIdempotencyKey } from "@/lib/http/useIdempotencyKey";
import { register } from "@/lib/session/session";
import { AccountFields } from "./AccountFields";

type Props = { entry: { proof: string } | { invitation?: string }; email?: string };

/** `email`: the email that received the link of `entry`. Without it the form asks for one. */
export function SignUpForm({ entry, email }: Props) {
  const { t } = useTranslation("auth");
  const withKey = useIdempotencyKey();
  const create = ({ username = "", password = "", display_name = "", ...form }: Record<string, string>) => {
    const profile = { username, password, language: i18next.language, ...(display_name && { display_name }) };
    const whole = "proof" in entry ? { ...profile, ...entry } : { ...profile, ...entry, email: form.email ?? "" };
    return withKey(whole, (keyed) => register(whole, keyed));
  };
  return (
    <Form send={create}>
      {({ fields, busy }) => (
        <>
          <AccountFields fields={fields} email={email} autoFocus />
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
  );
}
