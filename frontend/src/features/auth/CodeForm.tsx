import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { useIdempotencyKey } from "@/lib/http/useIdempotencyKey";
import { signIn } from "@/lib/session/session";

type Props = { credentials: { username: string; password: string }; onBack: () => void };

/** The second factor: a code of the authenticator app, or a recovery code. */
export function CodeForm({ credentials, onBack }: Props) {
  const { t } = useTranslation("auth");
  const withKey = useIdempotencyKey();
  const [lost, setLost] = useState(false);
  const enter = ({ code = "" }: Record<string, string>) =>
    withKey(code, (keyed) => signIn({ ...credentials, code }, keyed));
  return (
    <Form send={enter}>
      {({ fields, busy }) => (
        <>
          <Field
            key={String(lost)}
            label={lost ? t("recoveryCode") : t("code")}
            name="code"
            autoComplete={lost ? "off" : "one-time-code"}
            inputMode={lost ? "text" : "numeric"}
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={40}
            required
            autoFocus
            hint={lost ? t("recoveryCodeHint") : t("codeHint")}
            errors={fields.code}
          />
          <Button type="submit" look="primary" busy={busy} className="mt-2">
            {t("signIn")}
          </Button>
          <div className="flex flex-wrap justify-between gap-2">
            <Button look="quiet" onClick={onBack}>
              {t("startOver")}
            </Button>
            <Button look="quiet" onClick={() => setLost(!lost)}>
              {lost ? t("useApp") : t("useRecoveryCode")}
            </Button>
          </div>
        </>
      )}
    </Form>
  );
}
