import clsx from "clsx";
import { Pin } from "lucide-react";
import { useContext, useState } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "@/components/display/Avatar";
import { MessageActionsContext } from "@/entities/messages/actions";
import { Markdown } from "@/entities/messages/markdown/Markdown";
import { RawText } from "@/entities/messages/markdown/RawText";
import { RenderBoundary } from "@/entities/messages/markdown/RenderBoundary";
import { Name } from "@/entities/messages/PersonButton";
import { TabStop } from "@/entities/messages/tabStop";
import { PersonName } from "@/entities/people/PersonName";
import type { Me, Message, User } from "@/lib/protocol/types";
import { Collapsible } from "./Collapsible";
import { EditsDialog } from "./EditsDialog";
import { HoverTime, Time, toldWhole } from "./MessageTime";
import { MessageToolbar } from "./MessageToolbar";
import { PendingState } from "./PendingState";
import { Reactions } from "./Reactions";
import { Replies } from "./Replies";
import { ReplyQuote } from "./ReplyQuote";
import type { Row } from "./rows";
import { mentionsMe, useMentions } from "./useMentions";

type Props = { row: Row; me: Me; isStop: boolean; isTarget: boolean };

/** One message: author, time, text, reactions and replies. */
export function MessageContent({ row, me, isStop, isTarget }: Props) {
  const { message, pending, opensGroup, at } = row;
  const author = message?.author ?? me;
  const [isPointed, setPointed] = useState(false);
  return (
    <div
      onPointerEnter={() => setPointed(true)}
      className={clsx(
        "relative flex gap-3 px-4 py-0.5 group-focus-visible:bg-raised md:px-5 [@media(hover:hover)]:hover:bg-raised/60",
        opensGroup && "mt-3",
        isTarget && "animate-flash motion-reduce:bg-ember-soft",
        message && mentionsMe(message, me.id) && "shadow-[inset_3px_0_var(--color-ember)]",
      )}
    >
      <div className="w-9 shrink-0">{opensGroup ? <Avatar user={author} /> : <HoverTime at={at} />}</div>
      <div className="min-w-0 flex-1">
        <h2 id={`${row.key}-author`} className={clsx("flex items-baseline gap-2", !opensGroup && "sr-only")}>
          <TabStop value={isStop}>
            <Author user={author} isMe={author.id === me.id} isNamed={opensGroup} />
          </TabStop>
          <Time at={at} />
        </h2>
        <div id={`${row.key}-text`}>
          <TabStop value={isStop}>
            <RenderBoundary
              key={message?.rev ?? pending?.nonce}
              fallback={<RawText text={message?.text ?? pending?.text ?? ""} />}
            >
              {message ? (
                <Stored message={message} me={me} isTarget={isTarget} />
              ) : (
                pending && <Unstored pending={pending} />
              )}
            </RenderBoundary>
          </TabStop>
        </div>
        <RenderBoundary key={message?.rev} fallback={null}>
          {message && <Reactions message={message} me={me.id} isStop={isStop} />}
          {message && <Replies message={message} unread={row.unreadReplies} tabIndex={isStop ? 0 : -1} />}
        </RenderBoundary>
      </div>
      {/* Mounting menus and tooltips for every row took half of the time to show a room. */}
      {message && (isStop || isPointed) && <Tools message={message} isStop={isStop} />}
    </div>
  );
}

/** The name's button covers the picture too, so that both are one button. */
function Author({ user, isMe, isNamed }: { user: User; isMe: boolean; isNamed: boolean }) {
  if (!isNamed) return <PersonName user={user} />;
  return (
    <Name
      user={user}
      className={clsx(
        "truncate font-semibold text-sm before:absolute before:top-0.5 before:left-4 before:size-9 md:before:left-5",
        isMe && "text-ember",
      )}
    >
      <PersonName user={user} />
    </Name>
  );
}

function Tools({ message, isStop }: { message: Message; isStop: boolean }) {
  const { actionsOf } = useContext(MessageActionsContext);
  const mayNothing = message.deleted_at !== null && actionsOf(message).length === 0;
  return mayNothing ? null : <MessageToolbar message={message} isStop={isStop} />;
}

function Stored({ message, me, isTarget }: { message: Message; me: Me; isTarget: boolean }) {
  const { t } = useTranslation("messages");
  const tabIndex = useContext(TabStop) ? 0 : -1;
  const mentions = useMentions(message, me);
  if (message.deleted_at) return <p className="text-message text-muted">{deletedText(message, t)}</p>;
  return (
    <>
      {message.pinned_at && (
        <p className="flex items-center gap-1.5 text-muted text-xs">
          <Pin aria-hidden="true" className="size-3.5" />
          {t("pinned")}
        </p>
      )}
      {message.reply_to !== null && <ReplyQuote room={message.room} id={message.reply_to} tabIndex={tabIndex} />}
      <Collapsible id={`${message.id}`} text={message.text} tabIndex={tabIndex} isTarget={isTarget}>
        <Markdown text={message.text} mentions={mentions} />
      </Collapsible>
      {message.edited_at && <Edited message={message} at={message.edited_at} tabIndex={tabIndex} />}
    </>
  );
}

function deletedText({ deleted_by, author }: Message, t: (key: "deleted" | "deletedByModerator") => string) {
  return deleted_by === null || deleted_by === author.id ? t("deleted") : t("deletedByModerator");
}

function Edited({ message, at, tabIndex }: { message: Message; at: string; tabIndex: number }) {
  const { t, i18n } = useTranslation("messages");
  const { showDialog } = useContext(MessageActionsContext);
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      {...toldWhole(new Date(at), i18n.language)}
      onClick={() => showDialog(EditsDialog, message)}
      className="text-muted text-xs underline-offset-2 hover:underline"
    >
      {t("edited")}
    </button>
  );
}

function Unstored({ pending }: { pending: NonNullable<Row["pending"]> }) {
  const tabIndex = useContext(TabStop) ? 0 : -1;
  return (
    <>
      <div className={clsx(pending.status !== "sent" && "opacity-70")}>
        <Collapsible id={pending.nonce} text={pending.text} tabIndex={tabIndex}>
          <Markdown text={pending.text} />
        </Collapsible>
      </div>
      <PendingState pending={pending} />
    </>
  );
}
