import { type ReactNode, useDeferredValue, useMemo } from "react";
import { ErrorState } from "@/components/display/ErrorState";
import { MessagesSkeleton } from "@/entities/messages/row/MessagesSkeleton";
import { rowsOf } from "@/entities/messages/row/rows";
import { useHeldRows, withHeld } from "@/entities/moderation/held";
import { ApiError } from "@/lib/http/request";
import type { ErrorCode, Me, RoomSummary } from "@/lib/protocol/types";
import { shownPending } from "@/realtime/timeline/pending";
import type { Timeline } from "@/realtime/timeline/types";
import { MessageList } from "./MessageList";
import { useSeenReplies } from "./useSeenReplies";
import { useUnreadMark } from "./useUnreadMark";

type Props = {
  room: RoomSummary;
  me: Me;
  timeline: Timeline | undefined;
  /** Shown where the room has no messages. */
  empty: ReactNode;
  onRetry: () => void;
};

export function RoomMessages({ room, me, timeline, empty, onRetry }: Props) {
  const { after, moveMark } = useUnreadMark(room);
  const seenReplies = useSeenReplies(timeline?.thread);
  const held = useHeldRows(room.id, me.id, null, timeline);
  const rows = useMemo(() => {
    const { messages = [], hasBefore = false } = timeline?.loaded ?? {};
    return rowsOf({
      room: room.id,
      messages,
      hasBefore,
      pending: timeline ? withHeld(shownPending(timeline), held) : [],
      me: me.id,
      unreadAfter: after,
      seenReplies,
    });
  }, [room.id, timeline, held, me.id, after, seenReplies]);
  const isThere = timeline?.loaded != null && rows.length > 0;
  // New messages render as a deferred update, which keeps the page responsive. Messages of a room that was open before
  // render at once.
  const isShown = useDeferredValue(isThere);
  if (isThere && isShown) {
    return <MessageList room={room} me={me} timeline={timeline} rows={rows} onLookAway={moveMark} />;
  }
  if (isThere) return <MessagesSkeleton />;
  if (timeline?.loaded && !timeline.loaded.hasBefore && !timeline.loaded.hasAfter) return empty;
  if (timeline?.failure) return <ErrorState error={failureOf(timeline.failure.code)} onRetry={onRetry} />;
  return <MessagesSkeleton />;
}

const failureOf = (code: string) => new ApiError({ status: 0, code: code as ErrorCode });
