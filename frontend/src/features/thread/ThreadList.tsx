import { type ReactNode, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useReadReplies } from "@/entities/inbox/readReplies";
import { type Align, useFeedKeys } from "@/entities/messages/feed/useFeedKeys";
import { useLongPress } from "@/entities/messages/feed/useLongPress";
import { MessageRow } from "@/entities/messages/row/MessageRow";
import type { Row } from "@/entities/messages/row/rows";
import { useWindowFocus } from "@/lib/hooks/useWindowFocus";
import type { Me } from "@/lib/protocol/types";
import type { Thread } from "@/realtime/timeline/types";
import { useReplyTarget } from "./useReplyTarget";
import { useSeenReply } from "./useSeenReply";

const NEAR_END = 60;
const BLOCKS = { auto: "nearest", start: "start", center: "center" } as const;

type Props = { room: number; thread: Thread; rows: readonly Row[]; me: Me; earlier: ReactNode };

/**
 * The root, the button for earlier replies, and the replies. Not virtual, because people load a thread page by page.
 */
export function ThreadList({ room, thread, rows, me, earlier }: Props) {
  const { t } = useTranslation("messages");
  const scroller = useRef<HTMLDivElement>(null);
  const reveal = (index: number, align?: Align) =>
    scroller.current?.querySelector(`[data-index="${index}"]`)?.scrollIntoView({ block: BLOCKS[align ?? "auto"] });
  const keys = useFeedKeys({ rows, reveal });
  const press = useLongPress(rows);
  const target = useReplyTarget(room, thread, rows, (index) => keys.visit(index, "center"));
  const stayAtEnd = useStayingAtEnd(scroller, rows.at(-1)?.key);
  const { seen, look } = useSeenReply(scroller, rows);
  useReadReplies(room, thread.id, seen, useWindowFocus());
  const onScroll = () => {
    stayAtEnd();
    look();
  };
  return (
    <div ref={scroller} onScroll={onScroll} className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-1">
      <div
        ref={keys.feed}
        role="feed"
        aria-label={t("messagesInThread")}
        onKeyDown={keys.onKeyDown}
        onFocus={keys.onFocus}
        onBlur={keys.onBlur}
        {...press}
        className="pointer-coarse:select-none pointer-coarse:[-webkit-touch-callout:none]"
      >
        {rows.map((row, index) => (
          <div key={row.key}>
            <MessageRow
              row={row}
              me={me}
              index={index}
              position={index + 1}
              total={rows.length}
              isStop={index === keys.stop}
              isEntered={index === keys.stop && keys.isEntered}
              isTarget={row.key === target}
            />
            {index === 0 && earlier}
          </div>
        ))}
      </div>
    </div>
  );
}

/** Scrolls with new replies while the end is in view. */
function useStayingAtEnd(scroller: { current: HTMLDivElement | null }, last: string | undefined) {
  const atEnd = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another last row is what moves the end
  useLayoutEffect(() => {
    if (atEnd.current) scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, [scroller, last]);
  return () => {
    const view = scroller.current;
    if (view) atEnd.current = view.scrollHeight - view.scrollTop - view.clientHeight <= NEAR_END;
  };
}
