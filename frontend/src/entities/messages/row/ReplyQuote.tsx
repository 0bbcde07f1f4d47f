import { useQuery } from "@tanstack/react-query";
import { Reply } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { pathTo } from "@/entities/messages/permalink";
import { plainText } from "@/entities/messages/plainText";
import { PersonName } from "@/entities/people/PersonName";
import { api } from "@/lib/api/api";
import type { Message } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { useTimeline } from "@/realtime/timeline/timelineStore";

type Props = { room: number; id: number; tabIndex: number };

/** The quoted message in one line, which links to it. */
export function ReplyQuote({ room, id, tabIndex }: Props) {
  const { t } = useTranslation("messages");
  const message = useQuoted(room, id);
  if (!message) return <p className="h-6 truncate text-muted text-xs leading-6">{t("quoteLoading")}</p>;
  return (
    <Link
      to={pathTo(message)}
      tabIndex={tabIndex}
      className="flex h-6 w-fit max-w-full items-center gap-1.5 text-muted text-xs hover:text-text"
    >
      <Reply aria-hidden="true" className="size-3.5 shrink-0" />
      <span className="sr-only">{t("inAnswerTo")}</span>
      <span className="max-w-[50%] shrink-0 truncate font-medium">
        <PersonName user={message.author} />
      </span>
      <span dir="auto" className="min-w-0 truncate">
        {message.deleted_at ? t("deleted") : plainText(message.text)}
      </span>
    </Link>
  );
}

/** The message from the loaded history, else from a request. */
function useQuoted(room: number, id: number): Message | undefined {
  const shown = useTimeline(room)?.loaded?.messages.find((each) => each.id === id);
  const { data } = useQuery({
    queryKey: queryKeys.message(id),
    queryFn: ({ signal }) => api.get<Message>(`/api/messages/${id}/`, { signal }),
    enabled: shown === undefined,
  });
  return shown ?? data;
}
