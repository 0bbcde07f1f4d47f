import { useTranslation } from "react-i18next";
import { Popover } from "@/components/overlay/Popover";
import { dayName, daysAgo } from "@/lib/i18n/dates";
import { JumpToDate } from "./JumpToDate";

type Props = { date: Date; room: number | undefined; isStop: boolean };

/** The name of a day. Its menu jumps to another day. */
export function DaySeparator({ date, room, isStop }: Props) {
  const { t, i18n } = useTranslation("messages");
  // Intl.RelativeTimeFormat knows these words too, but creating one delays the first page by 15 ms.
  const near = [t("today"), t("yesterday")][daysAgo(date)];
  const name = near ?? dayName(date, i18n.language);
  return (
    <div className="flex items-center gap-3 px-4 pt-4 pb-1 text-muted text-xs md:px-5">
      <span className="h-px flex-1 bg-line" />
      <Popover
        trigger={
          <button
            type="button"
            disabled={room === undefined}
            tabIndex={isStop ? 0 : -1}
            aria-label={t("dayMenu", { day: name })}
            className="rounded-full px-2 py-0.5 hover:bg-raised hover:text-text"
          >
            {name}
          </button>
        }
        aria-label={t("jumpToDate")}
        className="w-64 p-4"
      >
        {() => room !== undefined && <JumpToDate room={room} from={date} />}
      </Popover>
      <span className="h-px flex-1 bg-line" />
    </div>
  );
}

export function UnreadDivider() {
  const { t } = useTranslation("messages");
  return (
    <div className="flex items-center gap-3 px-4 pt-3 pb-1 font-medium text-ember text-xs md:px-5">
      <span className="h-px flex-1 bg-ember/50" />
      <span>{t("newMessages")}</span>
    </div>
  );
}
