import clsx from "clsx";
import { memo, type Ref, useState } from "react";
import type { Me } from "@/lib/protocol/types";
import { MessageContent } from "./MessageContent";
import type { Row } from "./rows";
import { DayLine, DaySeparator, UnreadDivider } from "./Separators";

type Props = {
  ref?: Ref<HTMLElement>;
  row: Row;
  me: Me;
  index: number;
  /** Pixels from the top of the list, where the list positions its rows. */
  start?: number;
  position: number;
  total: number;
  /** Tab reaches this row. */
  isStop: boolean;
  /** The focus is in this row, so Tab reaches what is in it. */
  isEntered: boolean;
  /** The row of the message that the URL names. */
  isTarget?: boolean;
};

export const MessageRow = memo(function MessageRow({
  ref,
  row,
  me,
  index,
  start,
  isStop,
  isEntered,
  isTarget,
  ...place
}: Props) {
  const [isPointed, setPointed] = useState(false);
  return (
    <article
      ref={ref}
      onPointerEnter={({ pointerType }) => pointerType !== "touch" && setPointed(true)}
      data-index={index}
      data-key={row.key}
      aria-posinset={place.position}
      aria-setsize={place.total}
      aria-labelledby={`${row.key}-author ${row.key}-quote ${row.key}-text`}
      tabIndex={isStop ? 0 : -1}
      style={start === undefined ? undefined : { transform: `translateY(${start}px)` }}
      className={clsx("group outline-offset-[-2px]", start !== undefined && "absolute top-0 left-0 w-full")}
    >
      {row.opensDay && (start === undefined ? <Day row={row} isEntered={isEntered} /> : <DayLine date={row.at} />)}
      {row.opensUnread && <UnreadDivider />}
      <MessageContent row={row} me={me} isEntered={isEntered} isPointed={isPointed} isTarget={isTarget === true} />
    </article>
  );
});

function Day({ row, isEntered }: Pick<Props, "row" | "isEntered">) {
  return <DaySeparator date={row.at} room={row.room} tabIndex={isEntered ? 0 : -1} />;
}
