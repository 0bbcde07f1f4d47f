import { type ReactNode, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Me } from "@/lib/wire";
import { MessageRow } from "./MessageRow";
import type { Row } from "./rows";
import { useFeedKeys } from "./useFeedKeys";

const NEAR_END = 60;

type Props = { rows: readonly Row[]; me: Me; earlier: ReactNode };

/** The root, the button for what is between, and the replies. Not virtual: a thread comes in pages that people ask for. */
export function ThreadList({ rows, me, earlier }: Props) {
  const { t } = useTranslation("messages");
  const scroller = useRef<HTMLDivElement>(null);
  const keys = useFeedKeys({
    rows,
    reveal: (index) => scroller.current?.querySelector(`[data-index="${index}"]`)?.scrollIntoView({ block: "nearest" }),
  });
  const onScroll = useStayingAtEnd(scroller, rows.at(-1)?.key);
  return (
    <div ref={scroller} onScroll={onScroll} className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-1">
      <div
        ref={keys.feed}
        role="feed"
        aria-label={t("messagesInThread")}
        onKeyDown={keys.onKeyDown}
        onFocus={keys.onFocus}
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
            />
            {index === 0 && earlier}
          </div>
        ))}
      </div>
    </div>
  );
}

/** Follows what is added at the end as long as the end is in view. */
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
