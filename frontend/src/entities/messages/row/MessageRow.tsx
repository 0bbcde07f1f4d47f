import clsx from "clsx";
import { memo, type Ref } from "react";
import type { Me } from "@/lib/protocol/types";
import { MessageContent } from "./MessageContent";
import type { Row } from "./rows";
import { DaySeparator, UnreadDivider } from "./Separators";

type Props = {
  ref?: Ref<HTMLElement>;
  row: Row;
  me: Me;
  index: number;
  /** Pixels from the top of the list, where the list positions its rows. */
  start?: number;
  position: number;
  total: number;
  isStop: boolean;
  /** The row of the message that the URL names. */
  isTarget?: boolean;
};

export const MessageRow = memo(function MessageRow({ ref, row, me, index, start, isStop, isTarget, ...place }: Props) {
  return (
    <article
      ref={ref}
      data-index={index}
      data-key={row.key}
      aria-posinset={place.position}
      aria-setsize={place.total}
      aria-labelledby={`${row.key}-author ${row.key}-text`}
      tabIndex={isStop ? 0 : -1}
      style={start === undefined ? undefined : { transform: `translateY(${start}px)` }}
      className={clsx("group outline-offset-[-2px]", start !== undefined && "absolute top-0 left-0 w-full")}
    >
      {row.opensDay && <DaySeparator date={row.at} room={row.message?.room} isStop={isStop} />}
      {row.opensUnread && <UnreadDivider />}
      <MessageContent row={row} me={me} isStop={isStop} isTarget={isTarget === true} />
    </article>
  );
});
