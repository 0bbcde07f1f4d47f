import clsx from "clsx";
import { memo, type Ref } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "@/components/Avatar";
import type { Me, Message } from "@/lib/wire";
import { Markdown } from "./Markdown";
import { MessageMenu } from "./MessageMenu";
import { PendingState } from "./PendingState";
import type { Row } from "./rows";
import { DaySeparator, UnreadDivider } from "./Separators";
import { TabStop } from "./tabStop";
import { clock, fullDate } from "./when";

type Props = {
  ref: Ref<HTMLElement>;
  row: Row;
  me: Me;
  index: number;
  start: number;
  position: number;
  total: number;
  isStop: boolean;
  /** The message somebody was sent to. */
  isTarget: boolean;
};

export const MessageRow = memo(function MessageRow({ ref, row, me, index, start, isStop, isTarget, ...place }: Props) {
  const { message, pending, opensDay, opensUnread, opensGroup, at } = row;
  const author = message?.author ?? me;
  return (
    <article
      ref={ref}
      data-index={index}
      data-key={row.key}
      aria-posinset={place.position}
      aria-setsize={place.total}
      aria-labelledby={`${row.key}-author ${row.key}-text`}
      tabIndex={isStop ? 0 : -1}
      style={{ transform: `translateY(${start}px)` }}
      className="group absolute top-0 left-0 w-full outline-offset-[-2px]"
    >
      {opensDay && <DaySeparator date={at} />}
      {opensUnread && <UnreadDivider />}
      <div
        className={clsx(
          "flex gap-3 px-4 py-0.5 group-focus-visible:bg-raised md:px-5 [@media(hover:hover)]:hover:bg-raised/60",
          opensGroup && "mt-3",
          isTarget && "animate-glow motion-reduce:bg-ember-soft",
        )}
      >
        <div className="w-9 shrink-0">{opensGroup ? <Avatar user={author} /> : <HoverTime at={at} />}</div>
        <div className="min-w-0 flex-1">
          <h2 id={`${row.key}-author`} className={clsx("flex items-baseline gap-2", !opensGroup && "sr-only")}>
            <span className={clsx("truncate font-semibold text-sm", author.id === me.id && "text-ember")}>
              {author.display_name}
            </span>
            <Time at={at} />
          </h2>
          <div id={`${row.key}-text`}>
            <TabStop value={isStop}>
              {message ? <Stored message={message} /> : pending && <Unstored pending={pending} />}
            </TabStop>
          </div>
        </div>
        {message && !message.deleted_at && <MessageMenu message={message} isStop={isStop} />}
      </div>
    </article>
  );
});

function Stored({ message }: { message: Message }) {
  const { t, i18n } = useTranslation("messages");
  if (message.deleted_at) return <p className="text-message text-muted">{t("deleted")}</p>;
  return (
    <>
      <Markdown text={message.text} />
      {message.edited_at && (
        <time
          dateTime={message.edited_at}
          title={fullDate(new Date(message.edited_at), i18n.language)}
          className="text-muted text-xs"
        >
          {t("edited")}
        </time>
      )}
    </>
  );
}

function Unstored({ pending }: { pending: NonNullable<Row["pending"]> }) {
  return (
    <>
      <div className={clsx(pending.status !== "sent" && "opacity-70")}>
        <Markdown text={pending.text} />
      </div>
      <PendingState pending={pending} />
    </>
  );
}

function Time({ at, className }: { at: Date; className?: string }) {
  const { i18n } = useTranslation();
  return (
    <time
      dateTime={at.toISOString()}
      title={fullDate(at, i18n.language)}
      className={clsx("shrink-0 font-normal text-muted text-xs", className)}
    >
      {clock(at, i18n.language)}
    </time>
  );
}

function HoverTime({ at }: { at: Date }) {
  return (
    <span aria-hidden="true" className="invisible block text-right leading-6 group-hover:visible group-focus:visible">
      <Time at={at} className="text-2xs!" />
    </span>
  );
}
