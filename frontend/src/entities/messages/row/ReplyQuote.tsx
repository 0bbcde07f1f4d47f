import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Avatar } from "@/components/display/Avatar";
import { QuotedPicture } from "@/entities/files/QuotedPicture";
import { messageWords } from "@/entities/messages/messageWords";
import { pathTo } from "@/entities/messages/permalink";
import { useIsFolded } from "@/entities/moderation/hiddenPeople";
import { PersonName } from "@/entities/people/PersonName";
import { api } from "@/lib/api/api";
import type { Message } from "@/lib/protocol/types";
import { useLatestUser } from "@/realtime/cache/latestUsers";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { useTimeline } from "@/realtime/timeline/timelineStore";

/** The line that leads from the quote to the portrait below it. */
const line = clsx(
  "relative ml-12 h-6 text-muted text-xs",
  "before:absolute before:top-3 before:-left-7.5 before:h-3 before:w-6 before:rounded-tl-md before:border-line before:border-t-2 before:border-l-2",
);

type Props = { room: number; id: number; tabIndex: number };

/** The quoted message in one line, which links to it. Above the author who answers, and tied to their portrait. */
export function ReplyQuote({ room, id, tabIndex }: Props) {
  const { t } = useTranslation("messages");
  const message = useQuoted(room, id);
  if (!message) return <p className={clsx("block truncate leading-6", line)}>{t("quoteLoading")}</p>;
  return <Quoted message={message} tabIndex={tabIndex} />;
}

function Quoted({ message, tabIndex }: { message: Message; tabIndex: number }) {
  const { t } = useTranslation("messages");
  const author = useLatestUser(message.author);
  const isFolded = useIsFolded(author.id, message.id);
  return (
    <Link
      to={pathTo(message)}
      tabIndex={tabIndex}
      className={clsx("flex w-fit max-w-[calc(100%-3rem)] items-center gap-1.5 hover:text-text", line)}
    >
      <Avatar user={author} size="tiny" />
      <span className="sr-only">{t("inAnswerTo")}</span>
      <span className="max-w-[50%] shrink-0 truncate font-medium">
        <PersonName user={author} />
      </span>
      {!isFolded && <QuotedPicture files={message.files ?? []} />}
      <span dir="auto" className="min-w-0 truncate">
        {isFolded ? t("hidden") : messageWords(message)}
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
