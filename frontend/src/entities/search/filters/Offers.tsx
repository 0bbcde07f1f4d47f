import clsx from "clsx";
import { CalendarDays, ListFilter } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "@/components/display/Avatar";
import { RoomIcon } from "@/entities/rooms/RoomIcon";
import { dayName } from "@/lib/i18n/dates";
import { valueKey } from "./filterWords";
import type { Offer } from "./offers";

type Props = { id: string; offers: readonly Offer[]; active: Offer | undefined; onChoose: (offer: Offer) => void };

/** The filters that can be chosen, below the field. */
export function Offers({ id, offers, active, onChoose }: Props) {
  const { t } = useTranslation("search");
  return (
    <>
      <div
        id={id}
        role="listbox"
        aria-label={t("offers")}
        className={clsx(
          "absolute inset-x-0 top-full z-20 mt-1 max-h-[min(20rem,calc(var(--page-height)*0.5))] overflow-y-auto rounded-xl border border-line bg-overlay p-1 shadow-float",
          offers.length === 0 && "hidden",
        )}
      >
        {offers.map((offer) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus
          <div
            key={offer.key}
            id={`${id}-${offer.key}`}
            ref={offer === active ? intoView : undefined}
            role="option"
            tabIndex={-1}
            aria-selected={offer === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(offer)}
            className={clsx(
              "target flex cursor-pointer items-center gap-2.5 rounded-lg px-2.5 text-sm",
              offer === active ? "bg-selected" : "hover:bg-raised",
            )}
          >
            <Content offer={offer} />
          </div>
        ))}
      </div>
      <p role="status" className="sr-only">
        {offers.length > 0 && t("offered", { count: offers.length })}
      </p>
    </>
  );
}

/** The list scrolls where the screen is low. */
const intoView = (option: HTMLElement | null) => option?.scrollIntoView?.({ block: "nearest" });

function Content({ offer }: { offer: Offer }) {
  const { t, i18n } = useTranslation("search");
  switch (offer.kind) {
    case "filter":
      return <Line icon={<ListFilter className="size-4" />} text={offer.insert} aside={t(`does.${offer.name}`)} />;
    case "value":
      return (
        <Line
          icon={<ListFilter className="size-4" />}
          text={t(valueKey(offer.name, offer.value))}
          aside={offer.insert.trim()}
        />
      );
    case "person":
      return (
        <Line
          icon={<Avatar user={offer.user} size="small" />}
          text={offer.user.display_name}
          aside={<bdi>@{offer.user.username}</bdi>}
        />
      );
    case "room":
      return <Line icon={<RoomIcon room={offer.room} />} text={offer.room.name} />;
    case "date":
      return <Line icon={<CalendarDays className="size-4" />} text={dayName(offer.date, i18n.language)} />;
  }
}

function Line({ icon, text, aside }: { icon: ReactNode; text: string; aside?: ReactNode }) {
  return (
    <>
      <span aria-hidden="true" className="grid size-6 shrink-0 place-items-center text-muted">
        {icon}
      </span>
      <bdi className="min-w-0 shrink-0 truncate">{text}</bdi>
      {aside && <span className="min-w-0 truncate text-muted text-xs">{aside}</span>}
    </>
  );
}
