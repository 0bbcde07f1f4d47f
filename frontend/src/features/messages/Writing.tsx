import { useTranslation } from "react-i18next";
import { errorText } from "@/lib/errorText";
import type { Me, RoomSummary } from "@/lib/wire";
import { sendMessage } from "@/realtime";
import { Composer } from "./Composer";
import { useDraft } from "./useDraft";
import type { useEditing } from "./useEditing";
import { useTypingSignal } from "./useTypingSignal";
import { WritingLine } from "./WritingLine";

type Props = { room: RoomSummary; me: Me; editing: ReturnType<typeof useEditing>; onEditLast: () => void };

/** The place to write: a new message, or a correction of an old one while the draft waits. */
export function Writing({ room, me, editing, onEditLast }: Props) {
  const { t } = useTranslation("messages");
  const [draft, setDraft] = useDraft(me.id, room.id);
  const signalTyping = useTypingSignal(room.id, null);
  if (room.archived_at) {
    return (
      <p className="border-line border-t text-balance px-5 py-4 text-center text-muted text-sm">{t("archived")}</p>
    );
  }
  if (editing.message) {
    return (
      <Composer
        key={editing.message.id}
        room={room}
        text={editing.text}
        label={t("editLabel")}
        isEdit
        line={
          <WritingLine cancel={t("cancelEdit")} onCancel={editing.cancel}>
            {t("editing")}
          </WritingLine>
        }
        busy={editing.saving.isPending}
        error={editing.saving.error ? errorText(editing.saving.error) : undefined}
        onChange={editing.setText}
        onSubmit={editing.save}
        onCancel={editing.cancel}
      />
    );
  }
  const write = (text: string) => {
    setDraft(text);
    if (text.trim()) signalTyping();
  };
  const send = () => {
    sendMessage({ room: room.id, text: draft });
    setDraft("");
  };
  const label = t(room.kind === "direct" ? "writeTo" : "writeIn", { name: room.name });
  return <Composer room={room} text={draft} label={label} onChange={write} onSubmit={send} onEditLast={onEditLast} />;
}
