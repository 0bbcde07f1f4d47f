import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Button } from "@/components/controls/Button";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { Dialog } from "@/components/overlay/Dialog";
import { NAME_LENGTH, TOPIC_LENGTH } from "@/entities/rooms/limits";
import { useOpenRoom } from "./queries";

type Props = { open: boolean; onClose: () => void };

export function NewRoomDialog({ open, onClose }: Props) {
  const { t } = useTranslation("rooms");
  return (
    <Dialog open={open} onClose={onClose} title={t("newRoom")} description={t("newRoomHint")}>
      <NewRoomForm onClose={onClose} />
    </Dialog>
  );
}

function NewRoomForm({ onClose }: Pick<Props, "onClose">) {
  const { t } = useTranslation("rooms");
  const navigate = useNavigate();
  const openRoom = useOpenRoom();
  const send = async ({ name = "", topic = "", kind }: Record<string, string>) => {
    const room = await openRoom.mutateAsync({ name, topic, kind: kind === "private" ? "private" : "public" });
    onClose();
    navigate(`/rooms/${room.id}`);
  };
  return (
    <Form send={send}>
      {({ fields, busy }) => (
        <>
          <Field
            label={t("name")}
            name="name"
            required
            maxLength={NAME_LENGTH}
            autoComplete="off"
            errors={fields.name}
          />
          <Field
            label={t("topic")}
            name="topic"
            maxLength={TOPIC_LENGTH}
            autoComplete="off"
            optional={t("optional")}
            hint={t("topicHint")}
            errors={fields.topic}
          />
          <fieldset className="flex flex-col gap-1">
            <legend className="mb-1.5 font-medium text-sm">{t("kind")}</legend>
            <KindChoice value="public" label={t("kindPublic")} hint={t("kindPublicHint")} />
            <KindChoice value="private" label={t("kindPrivate")} hint={t("kindPrivateHint")} />
          </fieldset>
          <Button type="submit" look="primary" busy={busy} className="mt-2">
            {t("create")}
          </Button>
        </>
      )}
    </Form>
  );
}

function KindChoice({ value, label, hint }: { value: string; label: string; hint: string }) {
  return (
    <label className="target flex cursor-pointer items-start gap-3 rounded-lg border border-line px-3 py-2.5 has-checked:border-edge has-checked:bg-selected">
      <input type="radio" name="kind" value={value} defaultChecked={value === "public"} className="mt-1" />
      <span className="text-sm">
        <span className="block font-medium">{label}</span>
        <span className="block text-muted">{hint}</span>
      </span>
    </label>
  );
}
