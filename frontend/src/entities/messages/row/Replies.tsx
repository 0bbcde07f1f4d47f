import clsx from "clsx";
import { MessagesSquare } from "lucide-react";
import { useContext } from "react";
import { useTranslation } from "react-i18next";
import { MessageActionsContext } from "@/entities/messages/actions";
import { moment } from "@/lib/i18n/dates";
import type { Message } from "@/lib/protocol/types";

type Props = { message: Message; unread: number; tabIndex: number };

/** Below a thread's root: the number of replies, and the button that opens the thread. */
export function Replies({ message, unread, tabIndex }: Props) {
  const { t, i18n } = useTranslation("messages");
  const { openThread } = useContext(MessageActionsContext);
  if (!message.replies || !openThread) return null;
  const { count, last_at } = message.replies;
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      onClick={() => openThread(message.id)}
      className={clsx(
        "target mt-1 -ml-2 flex items-center gap-2 rounded-lg px-2 text-xs hover:bg-raised",
        unread > 0 ? "font-semibold" : "text-muted",
      )}
    >
      <MessagesSquare aria-hidden="true" className="size-4" />
      <span>{unread > 0 ? t("repliesNew", { count, unread }) : t("replies", { count })}</span>
      <time dateTime={last_at} className="font-normal text-muted">
        {moment(new Date(last_at), i18n.language)}
      </time>
    </button>
  );
}
