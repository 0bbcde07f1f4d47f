import clsx from "clsx";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "@/components/display/Avatar";
import { RoomSign } from "@/entities/rooms/RoomIcon";
import { RoomName } from "@/entities/rooms/RoomName";
import type { RoomSummary, User } from "@/lib/protocol/types";
import type { Find } from "./results";

type Props = {
  id: string;
  finds: readonly Find[];
  active: Find | undefined;
  onPoint: (key: string) => void;
  onChoose: (find: Find) => void;
};

export function Finds({ id, finds, active, onPoint, onChoose }: Props) {
  const { t } = useTranslation("switcher");
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t("finds")}
      className={clsx("overflow-y-auto overscroll-contain p-2", finds.length === 0 && "hidden")}
    >
      {finds.map((find) => (
        <Option
          key={find.key}
          id={`${id}-${find.key}`}
          find={find}
          isActive={find === active}
          onPoint={() => onPoint(find.key)}
          onChoose={() => onChoose(find)}
        />
      ))}
    </div>
  );
}

type OptionProps = { id: string; find: Find; isActive: boolean; onPoint: () => void; onChoose: () => void };

function Option({ id, find, isActive, onPoint, onChoose }: OptionProps) {
  const option = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) option.current?.scrollIntoView({ block: "nearest" });
  }, [isActive]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus
    <div
      ref={option}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      onPointerMove={onPoint}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className={clsx(
        "target flex cursor-pointer items-center gap-3 rounded-lg px-3 py-1.5 text-sm",
        isActive && "bg-selected",
      )}
    >
      {"room" in find ? <Room room={find.room} /> : <Person person={find.person} />}
    </div>
  );
}

function Room({ room }: { room: RoomSummary }) {
  const { t } = useTranslation(["switcher", "rooms"]);
  return (
    <>
      <RoomSign room={room} />
      <span className={clsx("min-w-0 flex-1 truncate", room.unread > 0 && "font-semibold")}>
        <RoomName room={room} />
      </span>
      {room.kind === "private" && <span className="sr-only">{t("rooms:privateRoom")}</span>}
      {room.archived_at && <span className="text-muted text-xs">{t("rooms:archivedRooms")}</span>}
      {room.unread > 0 && (
        <span className="text-ember text-xs tabular-nums">{t("rooms:unread", { count: room.unread })}</span>
      )}
    </>
  );
}

function Person({ person }: { person: User }) {
  return (
    <>
      <Avatar user={person} size="small" />
      <span className="min-w-0 flex-1 truncate">{person.display_name}</span>
      <span className="truncate text-muted text-xs">@{person.username}</span>
    </>
  );
}
