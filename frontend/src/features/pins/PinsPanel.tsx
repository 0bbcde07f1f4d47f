import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { SmallFiles } from "@/entities/files/SmallFiles";
import { Markdown } from "@/entities/messages/markdown/Markdown";
import { RawText } from "@/entities/messages/markdown/RawText";
import { RenderBoundary } from "@/entities/messages/markdown/RenderBoundary";
import { pathTo } from "@/entities/messages/permalink";
import { useMentions } from "@/entities/messages/row/useMentions";
import { TabStop } from "@/entities/messages/tabStop";
import { PersonName } from "@/entities/people/PersonName";
import { useNameOf } from "@/entities/people/useNameOf";
import { wholeList } from "@/lib/api/pagination";
import { fullDate, moment } from "@/lib/i18n/dates";
import type { Me, Message, RoomSummary } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { queryKeys } from "@/realtime/cache/queryKeys";

/** The pinned messages of a room, the newest pin first. */
export function PinsPanel({ room: { id } }: { room: RoomSummary }) {
  const me = useSession((state) => state.user);
  const { t } = useTranslation("messages");
  const { data, error, refetch } = useQuery({
    queryKey: queryKeys.pins(id),
    queryFn: ({ signal }) => wholeList<"messages", Message>(`/api/rooms/${id}/pins/`, "messages", { signal }),
  });
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data || !me) return <Skeleton className="mx-5 mt-4 h-24" />;
  if (data.length === 0) return <p className="px-5 pt-4 text-muted text-sm">{t("noPins")}</p>;
  return (
    <ul className="min-h-0 flex-1 overflow-y-auto px-3 pt-3 pb-4">
      {data.map((message) => (
        <li key={message.id} className="mb-2 rounded-xl border border-line p-3">
          <RenderBoundary fallback={<RawText text={message.text} />}>
            <Pinned message={message} me={me} />
          </RenderBoundary>
        </li>
      ))}
    </ul>
  );
}

function Pinned({ message, me }: { message: Message; me: Me }) {
  const { t, i18n } = useTranslation("messages");
  const nameOf = useNameOf();
  const mentions = useMentions(message, me);
  const at = new Date(message.created_at);
  return (
    <>
      <p className="flex items-baseline gap-2 text-sm">
        <span className="min-w-0 truncate font-semibold">
          <PersonName user={message.author} />
        </span>
        <time dateTime={message.created_at} title={fullDate(at, i18n.language)} className="text-muted text-xs">
          {moment(at, i18n.language)}
        </time>
        <Link
          to={pathTo(message)}
          aria-label={t("goToNamed", { name: nameOf(message.author) })}
          className="ml-auto text-ember text-xs underline-offset-2 hover:underline"
        >
          {t("goTo")}
        </Link>
      </p>
      {/* line-clamp does not count the lines of tables and code blocks. */}
      <div className="line-clamp-6 max-h-44">
        <TabStop value>
          <Markdown text={message.text} mentions={mentions} />
        </TabStop>
      </div>
      <SmallFiles files={message.files ?? []} />
    </>
  );
}
