import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { AuthPage } from "@/components/display/AuthPage";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { useIdempotencyKey } from "@/lib/http/useIdempotencyKey";
import { setUpSite } from "@/lib/session/session";
import { AccountFields } from "./AccountFields";

export function SetupPage() {
  const { t } = useTranslation("auth");
  const withKey = useIdempotencyKey();
  const setUp = (filled: Record<string, string>) => {
    const { code = "", username = "", email = "", password = "", room = "", default_room } = filled;
    const form = { code: code.trim(), username, email, password, room, default_room: default_room !== undefined };
    return withKey(form, (keyed) => setUpSite(form, keyed));
  };
  return (
    <AuthPage title={t("setUpTitle")} name={t("setUp")} intro={t("setUpIntro")}>
      <Form send={setUp}>
        {({ fields, busy }) => (
          <>
            <Field
              label={t("setupCode")}
              name="code"
              autoComplete="one-time-code"
              autoCapitalize="none"
              spellCheck={false}
              required
              autoFocus
              hint={t("setupCodeHint")}
              errors={fields.code}
            />
            <AccountFields fields={fields} />
            <Field
              label={t("firstRoom")}
              name="room"
              autoComplete="off"
              required
              defaultValue={t("firstRoomDefault")}
              errors={fields.room}
            />
            <label className="target flex cursor-pointer items-start gap-3 text-sm">
              <input type="checkbox" name="default_room" defaultChecked className="mt-1 size-4" />
              <span>
                <span className="block font-medium">{t("defaultRoom")}</span>
                <span className="block text-muted text-xs">{t("defaultRoomHint")}</span>
              </span>
            </label>
            <Button type="submit" look="primary" busy={busy} className="mt-2">
              {t("setUp")}
            </Button>
          </>
        )}
      </Form>
    </AuthPage>
  );
}
