import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { ErrorState } from "@/components/display/ErrorState";
import { MessagesSkeleton } from "@/entities/messages/row/MessagesSkeleton";
import { rowsOf } from "@/entities/messages/row/rows";
import { useHeldRows, withHeld } from "@/entities/moderation/held";
import { ApiError } from "@/lib/http/request";
import type { ErrorCode, Me, RoomSummary } from "@/lib/protocol/types";
import { loadThread } from "@/realtime/timeline/openThread";
import { pendingInThread } from "@/realtime/timeline/pending";
import type { Timeline } from "@/realtime/timeline/types";
import { ThreadList } from "./ThreadList";

export function ThreadMessages({ room, me, timeline }: { room: RoomSummary; me: Me; timeline: Timeline }) {
  const { t } = useTranslation("messages");
  const { thread } = timeline;
  const held = useHeldRows(room.id, me.id, thread?.id ?? null, timeline);
  const rows = useMemo(() => {
    const { root, replies = [] } = thread ?? {};
    const messages = root ? [root, ...replies] : [];
    const pending = withHeld(pendingInThread(timeline), thread ? held : []);
    return rowsOf({ room: room.id, messages, hasBefore: false, pending, me: me.id, unreadAfter: null, inThread: true });
  }, [room.id, thread, timeline, held, me.id]);
  const retry = () => void loadThread(room.id);
  if (thread?.failure && !thread.isLoaded) {
    return <ErrorState error={new ApiError({ status: 0, code: thread.failure as ErrorCode })} onRetry={retry} />;
  }
  if (!thread?.isLoaded) return <MessagesSkeleton />;
  const earlier = thread.hasBefore && (
    <Button look="quiet" busy={thread.load !== null} onClick={retry} className="mx-auto my-2 flex">
      {t("earlierReplies")}
    </Button>
  );
  return <ThreadList room={room.id} thread={thread} rows={rows} me={me} earlier={earlier} />;
}
