import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Choice } from "@/components/form/Choice";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { Dialog } from "@/components/overlay/Dialog";
import { toast } from "@/components/overlay/Toast";
import { useMute } from "@/entities/moderation/mutes";
import { MUTE_SECONDS, type MuteTime, useMuteTimes } from "@/entities/moderation/muteTimes";
import { useNameOf } from "@/entities/people/useNameOf";
import type { RoomSummary, User } from "@/lib/protocol/types";

const REASON_LENGTH = 200;

type Props = { room: RoomSummary; user: User; onClose: () => void };

/** Keeps a member from writing for a time. They are told until when, and why. */
export function MuteDialog({ room, user, onClose }: Props) {
  const { t } = useTranslation("moderation");
  const [time, setTime] = useState<MuteTime>("hour");
  const mute = useMute(room.id);
  const name = useNameOf()(user);
  const send = async ({ reason = "" }: Record<string, string>) => {
    await mute.mutateAsync({ user, seconds: MUTE_SECONDS[time], reason });
    toast(t("muteDone", { name }));
    onClose();
  };
  const times = useMuteTimes();
  return (
    <Dialog open onClose={onClose} title={t("muteTitle", { name })} description={t("muteText", { room: room.name })}>
      <Form send={send}>
        {({ fields, busy }) => (
          <>
            <Choice<MuteTime> label={t("muteTime")} value={time} onChange={setTime} options={times} />
            <Field
              label={t("reason")}
              name="reason"
              maxLength={REASON_LENGTH}
              autoComplete="off"
              optional={t("optional")}
              hint={t("muteReasonHint", { name })}
              errors={fields.reason}
            />
            <Button type="submit" look="danger" busy={busy} className="mt-2">
              {t("mute")}
            </Button>
          </>
        )}
      </Form>
    </Dialog>
  );
}
