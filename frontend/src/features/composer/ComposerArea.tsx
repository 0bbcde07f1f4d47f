import { useTranslation } from "react-i18next";
import { AttachingContext } from "@/entities/messages/attaching/attachingContext";
import { messageWords } from "@/entities/messages/messageWords";
import { mayWrite } from "@/entities/messages/permissions";
import { useDraft } from "@/entities/messages/useDraft";
import { Composer } from "@/entities/messages/writing/Composer";
import type { ComposerTool } from "@/entities/messages/writing/tools";
import { MutedNotice } from "@/entities/moderation/MutedNotice";
import { useMyMute } from "@/entities/moderation/mutes";
import { useNameOf } from "@/entities/people/useNameOf";
import type { Me, Message, RoomSummary } from "@/lib/protocol/types";
import { isBlank } from "@/lib/text/blank";
import { realtime } from "@/realtime/currentClient";
import { ArchivedNotice } from "./ArchivedNotice";
import { ComposerBanner } from "./ComposerBanner";
import { SlowModeLine } from "./SlowModeLine";
import { useDraftFiles } from "./useDraftFiles";
import { useSlowMode } from "./useSlowMode";

type Props = {
  room: RoomSummary;
  me: Me;
  tools: readonly ComposerTool[];
  /** The root of the thread that the message goes to. */
  thread?: number | null;
  replyTo: Message | null;
  onReplied: () => void;
  onEditLast: () => void;
};

/** The composer for a new message. */
export function ComposerArea(props: Props) {
  const { t } = useTranslation("messages");
  const { room } = props;
  if (room.archived_at) return <ArchivedNotice successor={room.successor ?? null} />;
  if (!mayWrite(room)) return <ReadOnly>{t("postingClosed")}</ReadOnly>;
  return <WhileAllowed {...props} />;
}

/** The draft stays while a mute lasts. */
function WhileAllowed(props: Props) {
  const { t } = useTranslation("messages");
  const muted = useMyMute(props.room.id);
  return muted ? <MutedNotice title={t("mutedTitle")} {...muted} /> : <NewMessage {...props} />;
}

function ReadOnly({ children }: { children: string }) {
  return <p className="border-line border-t text-balance px-5 py-4 text-center text-muted text-sm">{children}</p>;
}

function NewMessage({ room, me, tools, thread = null, replyTo, onReplied, onEditLast }: Props) {
  const { t } = useTranslation("messages");
  const [draft, setDraft] = useDraft(me.id, room.id, thread);
  const files = useDraftFiles(room.id, thread);
  const write = (text: string) => {
    setDraft(text);
    if (!isBlank(text)) realtime()?.typingSender.write(room.id, thread);
  };
  const send = (text: string) => {
    realtime()?.sendMessage({ room: room.id, text, replyTo: replyTo?.id ?? null, thread });
    setDraft("");
    onReplied();
  };
  const label =
    thread === null ? t(room.kind === "direct" ? "writeTo" : "writeIn", { name: room.name }) : t("writeReply");
  const { isSlow, left } = useSlowMode(room, me.id);
  return (
    <AttachingContext value={files.add}>
      <Composer
        room={room}
        tools={tools}
        text={draft}
        label={label}
        brief={t("writeBrief")}
        answered={replyTo?.id}
        line={replyTo && <AnswerLine message={replyTo} onCancel={onReplied} />}
        busy={left > 0}
        files={files}
        onChange={write}
        onSubmit={send}
        onEditLast={onEditLast}
        {...(replyTo && { onCancel: onReplied })}
      />
      {isSlow && <SlowModeLine seconds={room.slow_seconds} left={left} />}
    </AttachingContext>
  );
}

function AnswerLine({ message, onCancel }: { message: Message; onCancel: () => void }) {
  const { t } = useTranslation("messages");
  const nameOf = useNameOf();
  return (
    <ComposerBanner cancel={t("cancelReply")} onCancel={onCancel}>
      {t("replyingTo", { name: nameOf(message.author), text: messageWords(message) })}
    </ComposerBanner>
  );
}
