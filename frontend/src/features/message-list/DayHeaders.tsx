import { useMemo } from "react";
import type { Row } from "@/entities/messages/row/rows";
import { DayButton } from "@/entities/messages/row/Separators";
import type { Virtualizer } from "./useScroll";

type Props = { rows: readonly Row[]; virtualizer: Virtualizer };

/**
 * The names of the days in view. Each sticks to the top of the list while a message of its day is there. A layer over
 * the rows: the row that begins a day is not mounted while the end of the day is read.
 */
export function DayHeaders({ rows, virtualizer }: Props) {
  const first = useMemo(() => rows.flatMap((row, index) => (row.opensDay || index === 0 ? [index] : [])), [rows]);
  const shown = virtualizer.range;
  const days = first.map((from, index) => ({ from, to: first[index + 1] ?? rows.length }));
  const inView = days.filter(({ from, to }) => shown && from <= shown.endIndex && to > shown.startIndex);
  const keys = keysOf(inView.map(({ from }) => rows[from]));
  const topOf = (index: number) => virtualizer.measurementsCache[index]?.start ?? virtualizer.getTotalSize();
  return (
    <div
      className="pointer-events-none absolute inset-x-0 bottom-0 z-10"
      style={{ height: virtualizer.getTotalSize() }}
    >
      {inView.map(({ from, to }, index) => {
        const row = rows[from];
        if (!row) return null;
        const top = topOf(from);
        return (
          <div
            key={keys[index]}
            className="absolute inset-x-0 flex items-start justify-center pt-2"
            style={{ top, height: topOf(to) - top }}
          >
            <DayButton
              date={row.at}
              room={row.room}
              tabIndex={index === 0 ? 0 : -1}
              className="pointer-events-auto sticky top-2 h-6 border border-line bg-surface hover:bg-raised pointer-coarse:before:absolute pointer-coarse:before:inset-x-0 pointer-coarse:before:-inset-y-2.5"
            />
          </div>
        );
      })}
    </div>
  );
}

/**
 * The day, because older messages of it may come above. One that is there twice, by a clock that was set back, is told
 * apart by its first row.
 */
function keysOf(firstRows: readonly (Row | undefined)[]) {
  const days = firstRows.map((row) => row?.at.toDateString());
  return days.map((day, index) => (days.indexOf(day) === index ? day : firstRows[index]?.key));
}
