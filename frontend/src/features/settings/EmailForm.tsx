import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { PasswordField } from "@/components/form/PasswordField";
import { toast } from "@/components/overlay/Toast";
import { useSite } from "@/entities/site/useSite";
import { errorText } from "@/lib/i18n/errorText";
import { updateMe } from "@/lib/session/session";
import { useSession } from "@/lib/session/useSession";
import { changeEmail, sendEmailLink } from "./queries";

/** Changing the email takes the password and a link to the new email, because the email can reset the password. */
export function EmailForm() {
  const { t } = useTranslation(["settings", "app"]);
  const user = useSession((state) => state.user);
  // Null: not opened yet. The button takes the focus back when the form closes.
  const [isOpen, setOpen] = useState<boolean | null>(null);
  if (!user) return null;
  const send = async ({ email = "", password = "" }: Record<string, string>) => {
    const changed = await changeEmail(email, password);
    if (changed) updateMe(changed);
    toast(changed ? t("emailChanged") : t("emailLinkSent", { email }));
    setOpen(false);
  };
  return (
    <>
      <Present email={user.email} verified={user.email_verified} />
      {!isOpen && (
        <Button autoFocus={isOpen === false} onClick={() => setOpen(true)}>
          {t("changeEmail")}…
        </Button>
      )}
      {isOpen && (
        <Form send={send} label={t("changeEmail")}>
          {({ fields, busy, changed }) => (
            <>
              <Field
                autoFocus
                label={t("newEmail")}
                name="email"
                type="email"
                autoComplete="email"
                required
                errors={fields.email}
              />
              <PasswordField kind="current" label={t("currentPassword")} errors={fields.password} />
              <div className="flex flex-wrap gap-2">
                <Button type="submit" look="primary" busy={busy} aria-disabled={!changed}>
                  {t("changeEmail")}
                </Button>
                <Button look="quiet" onClick={() => setOpen(false)}>
                  {t("app:cancel")}
                </Button>
              </div>
            </>
          )}
        </Form>
      )}
    </>
  );
}

function Present({ email, verified }: { email: string; verified: boolean }) {
  const { t } = useTranslation("settings");
  const { data: site } = useSite();
  return (
    <div className="mb-5 text-sm">
      <p className="break-all font-medium">{email || t("noEmail")}</p>
      {email && (
        <p className={verified ? "text-moss text-xs" : "text-muted text-xs"}>
          {verified ? t("emailVerified") : t("emailUnverified")}
        </p>
      )}
      {email && !verified && site?.mail && <SendLink email={email} />}
    </div>
  );
}

function SendLink({ email }: { email: string }) {
  const { t } = useTranslation("settings");
  const [busy, setBusy] = useState(false);
  const send = () => {
    setBusy(true);
    sendEmailLink()
      .then(
        () => toast(t("emailLinkSent", { email })),
        (error) => toast.error(errorText(error)),
      )
      .finally(() => setBusy(false));
  };
  return (
    <Button className="mt-2" busy={busy} onClick={send}>
      {t("sendEmailLink")}
    </Button>
  );
}
