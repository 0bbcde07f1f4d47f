import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Form } from "@/components/Form";
import { request } from "@/lib/http";
import { insist } from "@/lib/insist";
import { Notice } from "./Notice";

/** Where addresses are confirmed, an account begins with one. */
export function AddressFirst({ invitation }: { invitation?: string }) {
  const { t } = useTranslation("auth");
  const [asked, setAsked] = useState("");
  const ask = async ({ email = "" }: Record<string, string>) => {
    await insist(() => request("POST", "/api/register/link/", { body: { email, invitation } }));
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
