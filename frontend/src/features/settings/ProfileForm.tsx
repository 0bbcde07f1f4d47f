import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Avatar } from "@/components/display/Avatar";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { toast } from "@/components/overlay/Toast";
import { PictureField } from "@/entities/pictures/PictureField";
import { updateMe } from "@/lib/session/session";
import { useSession } from "@/lib/session/useSession";
import { changeMe, changePortrait, removePortrait } from "./queries";

const DISPLAY_NAME_LENGTH = 60;

export function ProfileForm() {
  const { t } = useTranslation("settings");
  const { t: tApp } = useTranslation("app");
  const user = useSession((state) => state.user);
  if (!user) return null;
  const save = async (values: Record<string, string>) => {
    updateMe(await changeMe(values));
    toast(tApp("saved"));
  };
  return (
    <>
      <div className="mb-5 flex flex-col gap-3">
        <PictureField
          hasPicture={user.avatar !== null}
          chooseLabel={t("choosePortrait")}
          removeLabel={t("removePortrait")}
          save={async (file) => updateMe(await changePortrait(file))}
          remove={async () => updateMe(await removePortrait())}
        >
          <Avatar user={user} size="huge" />
          <div className="min-w-0 flex-1 basis-32 text-sm leading-tight">
            <p className="truncate font-medium">
              <bdi>{user.display_name}</bdi>
            </p>
            <p className="truncate text-muted">
              <bdi>@{user.username}</bdi>
            </p>
          </div>
        </PictureField>
      </div>
      <Form send={save}>
        {({ fields, busy, changed }) => (
          <>
            <Field
              label={t("displayName")}
              name="display_name"
              defaultValue={user.display_name}
              maxLength={DISPLAY_NAME_LENGTH}
              autoComplete="name"
              errors={fields.display_name}
            />
            <Button type="submit" look="primary" busy={busy} aria-disabled={!changed} className="self-start">
              {tApp("save")}
            </Button>
          </>
        )}
      </Form>
    </>
  );
}
