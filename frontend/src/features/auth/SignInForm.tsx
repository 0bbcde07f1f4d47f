import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { PasswordField } from "@/components/form/PasswordField";
import { ApiError } from "@/lib/http/request";
import { useIdempotencyKey } from "@/lib/http/useIdempotencyKey";
import { signIn } from "@/lib/session/session";
import { CodeForm } from "./CodeForm";

type Credentials = { username: string; password: string };

/** `username`: the user, where the session knew them. Accounts with a second factor continue with a code. */
export function SignInForm({ username }: { username?: string }) {
  const { t } = useTranslation("auth");
  const withKey = useIdempotencyKey();
  const [given, setGiven] = useState<Credentials | null>(null);
  if (given) return <CodeForm credentials={given} onBack={() => setGiven(null)} />;
  const send = async ({ username = "", password = "" }: Record<string, string>) => {
    try {
      await withKey({ username, password }, (keyed) => signIn({ username, password }, keyed));
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "second_factor_required") throw error;
      setGiven({ username, password });
    }
  };
  return (
    <Form send={send}>
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
          <PasswordField kind="current" label={t("password")} autoFocus={Boolean(username)} errors={fields.password} />
          <Button type="submit" look="primary" busy={busy} className="mt-2">
            {t("signIn")}
          </Button>
        </>
      )}
    </Form>
  );
}
