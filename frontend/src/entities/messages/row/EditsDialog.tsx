import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { Dialog } from "@/components/overlay/Dialog";
import type { MessageDialogProps } from "@/entities/messages/actions";
import { Markdown } from "@/entities/messages/markdown/Markdown";
import { TabStop } from "@/entities/messages/tabStop";
import { wholeList } from "@/lib/api/pagination";
import { fullDate } from "@/lib/i18n/dates";
import type { Edit, Message } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { Collapsible } from "./Collapsible";

/** Lists the earlier texts of an edited message. */
export function EditsDialog({ message, onClose }: MessageDialogProps) {
  const { t } = useTranslation("messages");
  return (
    <Dialog open onClose={onClose} title={t("edits")} toRead>
      <Versions message={message} />
    </Dialog>
  );
}

function Versions({ message }: { message: Message }) {
  const { t, i18n } = useTranslation("messages");
  const { data, error, refetch } = useQuery({
    queryKey: queryKeys.edits(message.id, message.rev),
    queryFn: ({ signal }) => wholeList<"edits", Edit>(`/api/messages/${message.id}/edits/`, "edits", { signal }),
  });
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <Skeleton className="h-24" />;
  const now = { text: message.text, at: message.edited_at ?? message.created_at };
  return (
    <ol className="flex flex-col gap-4">
      {[now, ...data.toReversed()].map(({ text, at }, index) => (
        <li key={at} className="border-line border-l-2 pl-3">
          <p className="mb-1 text-muted text-xs">
            <time dateTime={at}>{fullDate(new Date(at), i18n.language)}</time>
            {index === 0 && ` · ${t("currentText")}`}
          </p>
          <TabStop value>
            <Collapsible id={`${message.id}-${at}`} text={text} tabIndex={0}>
              <Markdown text={text} />
            </Collapsible>
          </TabStop>
        </li>
      ))}
    </ol>
  );
}
