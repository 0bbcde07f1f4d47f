import { type ReactNode, type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from "react";
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
  useStayingAtEnd(scroller, rows.at(-1)?.key);
  const { seen, look } = useSeenReply(scroller, rows);
  useReadReplies(room, thread.id, seen, useWindowFocus());
  return (
    <div ref={scroller} onScroll={look} className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-1">
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

type Sizes = { whole: number; shown: number };

/**
 * Stays at the end when replies come, when the list becomes lower, as by an opening keyboard, and when a reply grows.
 * Where the list was is measured by its sizes before the change: the event of a scroll may come later than the change.
 */
function useStayingAtEnd(scroller: RefObject<HTMLDivElement | null>, last: string | undefined) {
  const sizes = useRef<Sizes>(null);
  const look = useCallback(
    (mayMove: (view: HTMLElement, before: Sizes | null) => boolean) => {
      const view = scroller.current;
      if (!view) return;
      const before = sizes.current;
      const wasAtEnd = !before || before.whole - view.scrollTop - before.shown <= NEAR_END;
      if (wasAtEnd && mayMove(view, before)) view.scrollTo({ top: view.scrollHeight });
      sizes.current = { whole: view.scrollHeight, shown: view.clientHeight };
    },
    [scroller],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another last row is what moves the end
  useLayoutEffect(() => look(() => true), [look, last]);
  useEffect(() => {
    const view = scroller.current;
    if (!view) return;
    const observer = new ResizeObserver(() => look(grewByItself));
    for (const each of [view, ...view.children]) observer.observe(each);
    return () => observer.disconnect();
  }, [scroller, look]);
}

/** Not where the reader unfolds the newest reply, to read on from where it was cut. */
const grewByItself = (view: HTMLElement, before: Sizes | null) =>
  view.clientHeight !== before?.shown || !view.contains(document.activeElement);
