import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Field, TextAreaField } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { Dialog } from "@/components/overlay/Dialog";
import { PictureField } from "@/entities/pictures/PictureField";
import { NAME_LENGTH, TOPIC_LENGTH } from "@/entities/rooms/limits";
import { mayRename } from "@/entities/rooms/permissions";
import { RoomPicture } from "@/entities/rooms/RoomPicture";
import type { RoomSummary } from "@/lib/protocol/types";
import { useChangePicture, useChangeRoom } from "./queries";
import { SlowModeField } from "./SlowModeField";

type Props = { room: RoomSummary; open: boolean; onClose: () => void };

export function EditRoomDialog({ room, open, onClose }: Props) {
  const { t } = useTranslation("rooms");
  const { t: tApp } = useTranslation("app");
  const change = useChangeRoom(room.id);
  const changePicture = useChangePicture(room.id);
  const send = async ({ name, topic, posting, slow_seconds }: Record<string, string>) => {
    await change.mutateAsync({
      ...(name !== undefined && { name }),
      topic,
      posting: posting ? "moderators" : "everybody",
      slow_seconds: Number(slow_seconds),
    });
    onClose();
  };
  return (
    <Dialog open={open} onClose={onClose} title={t("edit")}>
      <div className="mb-4">
        <PictureField
          hasPicture={Boolean(room.picture)}
          chooseLabel={t("chooseRoomPicture")}
          removeLabel={t("removeRoomPicture")}
          save={changePicture.mutateAsync}
          remove={() => changePicture.mutateAsync(null)}
        >
          <RoomPicture room={room} />
        </PictureField>
      </div>
      <Form send={send}>
        {({ fields, busy, changed }) => (
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
            <label className="target flex cursor-pointer items-start gap-3 text-sm">
              <input
                type="checkbox"
                name="posting"
                defaultChecked={room.posting === "moderators"}
                className="mt-1 size-4"
              />
              <span>
                <span className="block font-medium">{t("announcements")}</span>
                <span className="block text-muted text-xs">{t("announcementsHint")}</span>
              </span>
            </label>
            <SlowModeField value={room.slow_seconds} errors={fields.slow_seconds} />
            <Button type="submit" look="primary" busy={busy} aria-disabled={!changed} className="mt-2">
              {tApp("save")}
            </Button>
          </>
        )}
      </Form>
    </Dialog>
  );
}
