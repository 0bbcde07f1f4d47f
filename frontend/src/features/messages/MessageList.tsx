import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useEscape } from "@/lib/shortcuts";
import type { Me, RoomSummary } from "@/lib/wire";
import { holdTimeline, type Timeline } from "@/realtime";
import { Announcer } from "./Announcer";
import { HistoryNotice } from "./HistoryNotice";
import { JumpToLatest } from "./JumpToLatest";
import { MessageRow, type RowActions } from "./MessageRow";
import type { Row } from "./rows";
import { useAttention } from "./useAttention";
import { useFeedKeys } from "./useFeedKeys";
import { useLatest } from "./useLatest";
import { usePaging } from "./usePaging";
import { useReadMarker } from "./useReadMarker";
import { useScroll } from "./useScroll";

type Props = { room: RoomSummary; me: Me; timeline: Timeline; rows: readonly Row[]; actions: RowActions };

export function MessageList({ room, me, timeline, rows, actions }: Props) {
  const { t } = useTranslation("messages");
  const { messages, hasBefore, hasAfter } = timeline.stretch ?? NOTHING;
  const scroller = useRef<HTMLDivElement>(null);
  const reveal = useRef((_index: number) => {});
  const keys = useFeedKeys({ rows, reveal: (index) => reveal.current(index) });
  const { virtualizer, atEnd, isOpen, onScroll } = useScroll({ scroller, rows, stop: keys.stop, hasAfter });
  reveal.current = (index) => virtualizer.scrollToIndex(index);
  const lastSeq = messages.at(-1)?.seq ?? 0;
  const toLatest = useLatest(room.id, rows, hasAfter, () => virtualizer.scrollToEnd());
  useEscape(toLatest);
  usePaging(timeline, virtualizer.range, rows.length, isOpen);
  useReadMarker(room.id, lastSeq, useAttention() && atEnd && isOpen);
  useEffect(() => holdTimeline(room.id, !atEnd), [room.id, atEnd]);

  return (
    <div className="relative min-h-0 flex-1">
      <HistoryNotice timeline={timeline} />
      <div
        ref={scroller}
        onScroll={onScroll}
        className="h-full overflow-y-auto overscroll-contain [overflow-anchor:none]"
      >
        <div className="flex min-h-full flex-col justify-end">
          <div
            ref={keys.feed}
            role="feed"
            aria-label={t("messagesIn", { name: room.name })}
            aria-busy={timeline.load !== null}
            onKeyDown={keys.onKeyDown}
            onFocus={keys.onFocus}
            className="relative shrink-0"
            style={{ height: virtualizer.getTotalSize() }}
          >
            {virtualizer.getVirtualItems().map(({ index, key, start }) => {
              const row = rows[index];
              return (
                row && (
                  <MessageRow
                    key={key}
                    ref={virtualizer.measureElement}
                    row={row}
                    me={me}
                    index={index}
                    start={start}
                    position={(messages[0]?.seq ?? 1) + index + (hasBefore ? 1 : 0)}
                    total={room.last_seq + timeline.pending.length}
                    isStop={index === keys.stop}
                    actions={actions}
                  />
                )
              );
            })}
          </div>
        </div>
      </div>
      {isOpen && !atEnd && <JumpToLatest unread={room.unread} onJump={toLatest} />}
      <Announcer messages={hasAfter ? NOTHING.messages : messages} me={me.id} />
    </div>
  );
}

const NOTHING: NonNullable<Timeline["stretch"]> = { messages: [], hasBefore: false, hasAfter: false };
