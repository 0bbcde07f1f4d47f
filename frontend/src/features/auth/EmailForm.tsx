import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Notice } from "@/components/display/Notice";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { request } from "@/lib/http/request";
import { retryUnanswered } from "@/lib/http/retryUnanswered";

/** On a site that confirms emails, an account begins with the email. */
export function EmailForm({ invitation }: { invitation?: string }) {
  const { t } = useTranslation("auth");
  const [asked, setAsked] = useState("");
  const ask = async ({ email = "" }: Record<string, string>) => {
    await retryUnanswered(() => request("POST", "/api/register/link/", { body: { email, invitation } }));
    setAsked(email);
  };
  return (
    <>
      {asked && (
        <div className="mb-5">
          <Notice>{t("joinSent", { email: asked })}</Notice>
        </div>
      )}
      <Form send={ask}>
        {({ fields, busy }) => (
          <>
            <Field
              label={t("email")}
              name="email"
              type="email"
              autoComplete="email"
              required
              autoFocus
              hint={t("addressFirstHint")}
              errors={fields.email}
            />
            <Button type="submit" look="primary" busy={busy} className="mt-2">
              {asked ? t("sendAgain") : t("sendLink")}
            </Button>
          </>
        )}
      </Form>
    </>
  );
}
