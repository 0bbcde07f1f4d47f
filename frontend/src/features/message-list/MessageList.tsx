import { useContext, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { EditedContext } from "@/entities/messages/editedContext";
import { type Align, useFeedKeys } from "@/entities/messages/feed/useFeedKeys";
import { useLongPress } from "@/entities/messages/feed/useLongPress";
import { MessageRow } from "@/entities/messages/row/MessageRow";
import type { Row } from "@/entities/messages/row/rows";
import { useEscape, useShortcut } from "@/lib/browser/shortcuts";
import { useWindowFocus } from "@/lib/hooks/useWindowFocus";
import type { Me, RoomSummary } from "@/lib/protocol/types";
import { holdTimeline } from "@/realtime/timeline/timelineStore";
import type { Timeline } from "@/realtime/timeline/types";
import { Announcer } from "./Announcer";
import { DayHeaders } from "./DayHeaders";
import { HistoryNotice } from "./HistoryNotice";
import { JumpToLatest } from "./JumpToLatest";
import { JumpToUnread } from "./JumpToUnread";
import { useFirstUnread } from "./useFirstUnread";
import { useJumpToLatest } from "./useJumpToLatest";
import { useOnUnseen } from "./useOnUnseen";
import { usePaging } from "./usePaging";
import { useReadMarker } from "./useReadMarker";
import { useScroll } from "./useScroll";
import { useTarget } from "./useTarget";

type Props = { room: RoomSummary; me: Me; timeline: Timeline; rows: readonly Row[]; onLookAway: () => void };

export function MessageList({ room, me, timeline, rows, onLookAway }: Props) {
  const { t } = useTranslation("messages");
  const { messages, hasAfter } = timeline.loaded ?? NOTHING;
  const scroller = useRef<HTMLDivElement>(null);
  const reveal = useRef((_index: number, _align?: Align) => {});
  const keys = useFeedKeys({ rows, reveal: (index, align) => reveal.current(index, align) });
  const press = useLongPress(rows);
  const edited = useContext(EditedContext)?.id;
  const editedRow = edited === undefined ? -1 : rows.findIndex(({ message }) => message?.id === edited);
  const held = useMemo(() => [...new Set([keys.stop, editedRow])], [keys.stop, editedRow]);
  const {
    virtualizer,
    atEnd,
    isOpen,
    isAtEnd,
    onScroll,
    reveal: revealRow,
  } = useScroll({ room: room.id, scroller, rows, held, hasAfter });
  reveal.current = revealRow;
  const lastSeq = messages.at(-1)?.seq ?? 0;
  const toLatest = useJumpToLatest(timeline, () => virtualizer.scrollToEnd());
  const hasFocus = useWindowFocus();
  const target = useTarget(timeline, rows, isOpen, {
    visit: (index) => keys.visit(index, "center"),
    scroll: (index) => reveal.current(index, "center"),
  });
  const firstUnread = useFirstUnread(rows, isOpen ? virtualizer.range : null, hasFocus);
  const toFirstUnread = () => firstUnread !== null && keys.visit(firstUnread, "start");
  useEscape(toLatest);
  useShortcut("firstUnread", toFirstUnread);
  useOnUnseen(hasFocus && atEnd, () => {
    // A visible divider stays in place while somebody reads.
    if (!hasFocus || !rows.some((each) => each.opensUnread)) onLookAway();
  });
  usePaging(timeline, virtualizer.range, rows.length, isOpen);
  useReadMarker(room.id, lastSeq, hasFocus && atEnd && isOpen, isAtEnd);
  useEffect(() => holdTimeline(room.id, !atEnd), [room.id, atEnd]);

  return (
    <div className="relative min-h-0 flex-1">
      <HistoryNotice timeline={timeline} />
      {/* Before the messages, so that Shift+Tab from the composer comes to a message. */}
      {firstUnread !== null && <JumpToUnread onJump={toFirstUnread} />}
      {isOpen && !atEnd && <JumpToLatest unread={room.unread} onJump={toLatest} />}
      {/* What scrolls fades out below the name of the day. */}
      <div
        aria-hidden="true"
        className="pointer-events-none absolute inset-x-0 top-0 z-5 mr-4 h-11 bg-linear-to-b from-70% from-surface to-transparent forced-colors:hidden"
      />
      <div
        ref={scroller}
        onScroll={onScroll}
        className="h-full scroll-pt-9 overflow-y-auto overscroll-contain [overflow-anchor:none]"
      >
        <div className="relative flex min-h-full flex-col justify-end">
          <DayHeaders rows={rows} virtualizer={virtualizer} />
          <div
            ref={keys.feed}
            role="feed"
            aria-label={t("messagesIn", { name: room.name })}
            aria-busy={timeline.load !== null}
            onKeyDown={keys.onKeyDown}
            onFocus={keys.onFocus}
            onBlur={keys.onBlur}
            {...press}
            className="relative shrink-0 pointer-coarse:select-none pointer-coarse:[-webkit-touch-callout:none]"
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
                    position={row.message?.seq ?? room.last_seq + 1}
                    total={room.last_seq + timeline.pending.length}
                    isStop={index === keys.stop}
                    isEntered={index === keys.stop && keys.isEntered}
                    isTarget={key === target}
                  />
                )
              );
            })}
          </div>
        </div>
      </div>
      <Announcer
        messages={hasAfter ? NOTHING.messages : messages}
        pending={timeline.pending}
        lastSeq={room.last_seq}
        me={me.id}
      />
    </div>
  );
}

const NOTHING: NonNullable<Timeline["loaded"]> = { messages: [], hasBefore: false, hasAfter: false };
