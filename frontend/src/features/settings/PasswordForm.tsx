import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Form } from "@/components/form/Form";
import { PasswordField } from "@/components/form/PasswordField";
import { toast } from "@/components/overlay/Toast";
import { useSession } from "@/lib/session/useSession";
import { changePassword } from "./queries";

export function PasswordForm() {
  const { t } = useTranslation("settings");
  const username = useSession((state) => state.user?.username);
  const [changes, setChanges] = useState(0);
  const send = async (values: Record<string, string>) => {
    await changePassword(values.current ?? "", values.new ?? "");
    toast(t("passwordChanged"));
    setChanges(changes + 1);
  };
  return (
    <Form key={changes} send={send}>
      {({ fields, busy, changed }) => (
        <>
          {/* Tells password managers whose password it is. */}
          <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
          <PasswordField kind="current" label={t("currentPassword")} name="current" errors={fields.current} />
          <PasswordField
            kind="new"
            label={t("newPassword")}
            name="new"
            hint={t("newPasswordHint")}
            errors={fields.new}
          />
          <Button type="submit" look="primary" busy={busy} aria-disabled={!changed} className="self-start">
            {t("changePassword")}
          </Button>
        </>
      )}
    </Form>
  );
}
