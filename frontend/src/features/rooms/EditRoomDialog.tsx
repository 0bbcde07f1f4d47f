import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Field, TextAreaField } from "@/components/Field";
import { Form } from "@/components/Form";
import type { RoomSummary } from "@/lib/wire";
import { NAME_LENGTH, TOPIC_LENGTH } from "./limits";
import { mayRename } from "./may";
import { useChangeRoom } from "./queries";

type Props = { room: RoomSummary; open: boolean; onClose: () => void };

export function EditRoomDialog({ room, open, onClose }: Props) {
  const { t } = useTranslation("rooms");
  const { t: tApp } = useTranslation("app");
  const change = useChangeRoom(room.id);
  return (
    <Dialog open={open} onClose={onClose} title={t("edit")}>
      <Form send={(values) => change.mutateAsync(values).then(onClose)}>
        {({ fields, busy }) => (
          <>
            {mayRename(room) && (
              <Field
                label={t("name")}
                name="name"
                defaultValue={room.name}
                required
                maxLength={NAME_LENGTH}
                autoComplete="off"
                errors={fields.name}
              />
            )}
            <TextAreaField
              label={t("topic")}
              name="topic"
              defaultValue={room.topic}
              rows={3}
              maxLength={TOPIC_LENGTH}
              optional={t("optional")}
              hint={t("topicHint")}
              errors={fields.topic}
            />
            <Button type="submit" look="primary" busy={busy} className="mt-2">
              {tApp("save")}
            </Button>
          </>
        )}
      </Form>
    </Dialog>
  );
}
