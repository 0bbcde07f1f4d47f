import clsx from "clsx";

import { useTranslation } from "react-i18next";
import { Popover } from "@/components/overlay/Popover";
import { useToday } from "@/lib/hooks/useToday";
import { dayName, daysAgo } from "@/lib/i18n/dates";
import { JumpToDate } from "./JumpToDate";

type DayProps = { date: Date; room: number; tabIndex: number; className?: string };

/** The button with the name of a day. Its menu jumps to another day. */
export function DayButton({ date, room, tabIndex, className }: DayProps) {
  const { t } = useTranslation("messages");
  const name = useDayName(date);
  return (
    <Popover
      trigger={
        <button
          type="button"
          tabIndex={tabIndex}
          aria-label={t("dayMenu", { day: name })}
          className={clsx("rounded-full px-3 text-muted text-xs hover:bg-raised hover:text-text", className)}
        >
          {name}
        </button>
      }
      aria-label={t("jumpToDate")}
      className="w-64 p-4"
    >
      {() => <JumpToDate room={room} from={date} />}
    </Popover>
  );
}

/** In a list where nothing sticks. */
export function DaySeparator(props: DayProps) {
  return (
    <div className="flex items-center px-4 pt-4 pb-1 md:px-5">
      <span className="h-px flex-1 bg-line" />
      <DayButton {...props} className="py-0.5" />
      <span className="h-px flex-1 bg-line" />
    </div>
  );
}

/** The line below a day's button that sticks to the top of the list. */
export function DayLine({ date }: { date: Date }) {
  return (
    <div className="flex h-10 items-center px-4 md:px-5">
      <span className="sr-only">{useDayName(date)}</span>
      <span className="h-px flex-1 bg-line" />
    </div>
  );
}

function useDayName(date: Date) {
  const { t, i18n } = useTranslation("messages");
  useToday();
  // Intl.RelativeTimeFormat knows these words too, but creating one delays the first page by 15 ms.
  const near = [t("today"), t("yesterday")][daysAgo(date)];
  return near ?? dayName(date, i18n.language);
}

export function UnreadDivider() {
  const { t } = useTranslation("messages");
  return (
    <div className="flex items-center gap-3 px-4 pt-3 pb-1 font-semibold text-xs md:px-5">
      <span className="h-px flex-1 bg-edge" />
      <span>{t("newMessages")}</span>
    </div>
  );
}
