import { ChevronDown } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { RoomGroup } from "@/entities/rooms/sortRooms";
import { SectionMenu } from "./SectionMenu";

type Props = { group: RoomGroup; isFolded: boolean; onFold: (key: string) => void; children: ReactNode };

/** A heading of the list, which folds, and the rooms under it. */
export function RoomGroupSection({ group, isFolded, onFold, children }: Props) {
  const { t } = useTranslation("rooms");
  const id = useId();
  const { key, section, rooms } = group;
  const title = { favourites: t("favourites"), own: section?.name, rooms: t("rooms"), direct: t("directRooms") };
  return (
    <section aria-labelledby={id} className="not-first:mt-3">
      <div className="group/heading flex items-center">
        <h2 className="min-w-0 flex-1">
          <button
            type="button"
            aria-expanded={!isFolded}
            onClick={() => onFold(key)}
            className="flex min-h-8 w-full items-center gap-1 rounded-lg px-1 font-medium text-muted text-xs outline-offset-[-2px]! hover:text-text pointer-coarse:min-h-11"
          >
            <ChevronDown
              aria-hidden="true"
              className="size-4 shrink-0 transition-transform in-aria-[expanded=false]:-rotate-90"
            />
            <span id={id} className="bounded truncate">
              {title[group.kind]}
            </span>
          </button>
        </h2>
        {section && <SectionMenu section={section} />}
      </div>
      {children}
      {section && rooms.length === 0 && !isFolded && (
        <p className="px-2.5 pb-1 text-muted text-xs">{t("emptySection")}</p>
      )}
    </section>
  );
}
