import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { TextAreaField } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { Dialog } from "@/components/overlay/Dialog";
import { toast } from "@/components/overlay/Toast";
import { messageWords } from "@/entities/messages/messageWords";
import type { ReportTarget } from "@/entities/moderation/dialogs";
import { hide, useIsHidden } from "@/entities/moderation/hiddenPeople";
import { useNameOf } from "@/entities/people/useNameOf";
import { useRooms } from "@/entities/rooms/queries";
import type { ReportReason, User } from "@/lib/protocol/types";
import { useReport } from "./queries";
import { ReasonField } from "./ReasonField";

const TEXT_LENGTH = 2000;

/** Reports a message, a person or a room. Says who will read it. */
export function ReportDialog({ target, onClose }: { target: ReportTarget; onClose: () => void }) {
  const { t } = useTranslation("moderation");
  const [reason, setReason] = useState<ReportReason>("spam");
  const [hides, setHides] = useState(false);
  const report = useReport(target);
  const title = useTitleOf(target);
  const readers = useReadersOf(target);
  const person = personOf(target);
  const isHidden = useIsHidden(person?.id ?? 0);
  const send = async ({ text = "" }: Record<string, string>) => {
    await report.mutateAsync({ reason, text });
    if (person && hides) hide(person.id, true).catch(() => toast.error(t("hideFailed")));
    toast(t("reported"));
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={title} description={readers}>
      {"message" in target && (
        <blockquote className="mb-4 line-clamp-3 wrap-anywhere rounded-lg border border-line bg-raised px-3 py-2 text-sm">
          {messageWords(target.message)}
        </blockquote>
      )}
      <Form send={send}>
        {({ fields, busy }) => (
          <>
            <ReasonField value={reason} onChange={setReason} />
            <TextAreaField
              label={t("reportMore")}
              name="text"
              rows={3}
              maxLength={TEXT_LENGTH}
              optional={t("optional")}
              errors={fields.text}
            />
            {person && !isHidden && <HideChoice person={person} value={hides} onChange={setHides} />}
            <Button type="submit" look="primary" busy={busy} className="mt-2">
              {t("report")}
            </Button>
          </>
        )}
      </Form>
    </Dialog>
  );
}

type HideProps = { person: User; value: boolean; onChange: (value: boolean) => void };

function HideChoice({ person, value, onChange }: HideProps) {
  const { t } = useTranslation("moderation");
  const name = useNameOf()(person);
  return (
    <label className="target flex cursor-pointer items-start gap-3 text-sm">
      <input
        type="checkbox"
        checked={value}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-1 size-4"
      />
      <span>
        <span className="block font-medium">{t("alsoHide", { name })}</span>
        <span className="block text-muted text-xs">{t("alsoHideHint")}</span>
      </span>
    </label>
  );
}

function personOf(target: ReportTarget) {
  if ("message" in target) return target.message.author;
  return "user" in target ? target.user : null;
}

function useTitleOf(target: ReportTarget) {
  const { t } = useTranslation("moderation");
  const nameOf = useNameOf();
  if ("message" in target) return t("reportMessage", { name: nameOf(target.message.author) });
  return "user" in target
    ? t("reportPerson", { name: nameOf(target.user) })
    : t("reportRoom", { name: target.room.name });
}

/** What is said in a direct conversation, people and rooms go to those who run the site. */
function useReadersOf(target: ReportTarget) {
  const { t } = useTranslation("moderation");
  const { data: rooms = [] } = useRooms();
  const room = "message" in target ? rooms.find(({ id }) => id === target.message.room) : undefined;
  return room && room.kind !== "direct" ? t("readByModerators", { room: room.name }) : t("readByStaff");
}
