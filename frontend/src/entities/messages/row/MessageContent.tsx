import clsx from "clsx";
import { Pin } from "lucide-react";
import { useContext, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "@/components/display/Avatar";
import { MessageFiles } from "@/entities/files/MessageFiles";
import { MessageActionsContext } from "@/entities/messages/actions";
import { PendingFiles } from "@/entities/messages/attaching/lazy";
import { EditedContext } from "@/entities/messages/editedContext";
import { Markdown } from "@/entities/messages/markdown/Markdown";
import { RawText } from "@/entities/messages/markdown/RawText";
import { RenderBoundary } from "@/entities/messages/markdown/RenderBoundary";
import { Name } from "@/entities/messages/PersonButton";
import { TabStop } from "@/entities/messages/tabStop";
import { useIsFolded } from "@/entities/moderation/hiddenPeople";
import { PersonName } from "@/entities/people/PersonName";
import type { Me, Message, User } from "@/lib/protocol/types";
import { useLatestUser } from "@/realtime/cache/latestUsers";
import { watchPresence } from "@/realtime/presence/presence";
import { Collapsible } from "./Collapsible";
import { EditsDialog } from "./EditsDialog";
import { Folded } from "./Folded";
import { HoverTime, Time, toldWhole } from "./MessageTime";
import { MessageToolbar } from "./MessageToolbar";
import { PendingState } from "./PendingState";
import { Reactions } from "./Reactions";
import { Replies } from "./Replies";
import { ReplyQuote } from "./ReplyQuote";
import type { Row } from "./rows";
import { mentionsMe, useMentions } from "./useMentions";

type Props = { row: Row; me: Me; isEntered: boolean; isPointed: boolean; isTarget: boolean };

/** One message: what it answers, author, time, text, reactions and replies. */
export function MessageContent({ row, me, isEntered, isPointed, isTarget }: Props) {
  const { message, opensGroup, at } = row;
  const author = useLatestUser(message?.author ?? me);
  const edited = useContext(EditedContext);
  const Editor = message && edited?.id === message.id ? edited.Editor : null;
  const isFolded = useIsFolded(author.id, message?.id ?? 0);
  if (isFolded && message) return <Folded row={row} author={author} isEntered={isEntered} />;
  return (
    <div
      className={clsx(
        "relative px-4 py-0.5 group-focus-visible:bg-raised md:px-5 [@media(hover:hover)]:hover:bg-raised/60",
        opensGroup && "mt-3",
        isTarget && "animate-flash motion-reduce:bg-selected",
        Editor && "bg-raised! shadow-[inset_3px_0_var(--color-edge)]",
        message && mentionsMe(message, me.id) && MENTION,
      )}
    >
      <TabStop value={isEntered}>
        <Quote row={row} />
        <div className="relative flex gap-3">
          <div className="w-9 shrink-0">{opensGroup ? <AuthorPicture user={author} /> : <HoverTime at={at} />}</div>
          <div className="min-w-0 flex-1">
            <h2 id={`${row.key}-author`} className={clsx("flex items-baseline gap-2", !opensGroup && "sr-only")}>
              <Author user={author} isNamed={opensGroup} />
              <Time at={at} />
            </h2>
            <div id={`${row.key}-text`}>{Editor ? <Editor /> : <Text row={row} me={me} isTarget={isTarget} />}</div>
            <RenderBoundary key={message?.rev} fallback={null}>
              {message && <Reactions message={message} me={me.id} isStop={isEntered} />}
              {message && <Replies message={message} unread={row.unreadReplies} tabIndex={isEntered ? 0 : -1} />}
            </RenderBoundary>
          </div>
        </div>
        {/* Mounting menus and tooltips for every row took half of the time to show a room. */}
        {message && !Editor && (isEntered || isPointed) && <Tools message={message} isEntered={isEntered} />}
      </TabStop>
    </div>
  );
}

/** A shadow is not painted in forced colours, and an outline moves nothing. */
const MENTION =
  "shadow-[inset_3px_0_var(--color-ember)] forced-colors:before:absolute forced-colors:before:inset-y-0 forced-colors:before:left-0 forced-colors:before:border-l-3";

function Quote({ row: { key, room, replyTo } }: { row: Row }) {
  const tabIndex = useContext(TabStop) ? 0 : -1;
  if (replyTo === null) return null;
  return (
    <div id={`${key}-quote`}>
      <RenderBoundary fallback={null}>
        <ReplyQuote room={room} id={replyTo} tabIndex={tabIndex} />
      </RenderBoundary>
    </div>
  );
}

function Text({ row: { room, message, pending }, me, isTarget }: { row: Row; me: Me; isTarget: boolean }) {
  return (
    <RenderBoundary
      key={message?.rev ?? pending?.nonce}
      fallback={<RawText text={message?.text ?? pending?.text ?? ""} />}
    >
      {message ? (
        <Stored message={message} me={me} isTarget={isTarget} />
      ) : (
        pending && <Unstored room={room} pending={pending} />
      )}
    </RenderBoundary>
  );
}

/** Watched, because changes of a person are told to those who watch their presence. */
function AuthorPicture({ user }: { user: User }) {
  useEffect(() => watchPresence(user.id), [user.id]);
  return <Avatar user={user} />;
}

/** The name's button covers the picture too, so that both are one button. */
function Author({ user, isNamed }: { user: User; isNamed: boolean }) {
  if (!isNamed) return <PersonName user={user} />;
  return (
    <Name
      user={user}
      className="truncate font-semibold text-sm before:absolute before:top-0 before:left-0 before:size-9"
    >
      <PersonName user={user} />
    </Name>
  );
}

function Tools({ message, isEntered }: { message: Message; isEntered: boolean }) {
  const { actionsOf } = useContext(MessageActionsContext);
  const mayNothing = message.deleted_at !== null && actionsOf(message).length === 0;
  return mayNothing ? null : <MessageToolbar message={message} isEntered={isEntered} />;
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
      {message.text && (
        <Collapsible id={`${message.id}`} text={message.text} tabIndex={tabIndex} isTarget={isTarget}>
          <Markdown text={message.text} mentions={mentions} />
        </Collapsible>
      )}
      <MessageFiles files={message.files ?? []} tabIndex={tabIndex} />
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

function Unstored({ room, pending }: { room: number; pending: NonNullable<Row["pending"]> }) {
  const tabIndex = useContext(TabStop) ? 0 : -1;
  return (
    <>
      {pending.text && (
        <div className={clsx(pending.status !== "sent" && "opacity-70")}>
          <Collapsible id={pending.nonce} text={pending.text} tabIndex={tabIndex}>
            <Markdown text={pending.text} />
          </Collapsible>
        </div>
      )}
      {pending.files && pending.files.length > 0 && <PendingFiles room={room} pending={pending} tabIndex={tabIndex} />}
      {pending.held && <MessageFiles files={pending.held.files} tabIndex={tabIndex} />}
      <PendingState room={room} pending={pending} />
    </>
  );
}
