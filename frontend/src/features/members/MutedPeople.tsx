import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Avatar } from "@/components/display/Avatar";
import { toast } from "@/components/overlay/Toast";
import { useLiftMute, useRoomMutes } from "@/entities/moderation/mutes";
import { useNameOf } from "@/entities/people/useNameOf";
import { useIncrementalList } from "@/lib/hooks/useIncrementalList";
import { useKeptFocus } from "@/lib/hooks/useKeptFocus";
import { dateAndTime } from "@/lib/i18n/dates";
import { errorText } from "@/lib/i18n/errorText";
import type { RoomMute } from "@/lib/protocol/types";

const STEP = 100;

/** For moderators: who may not write for a time, where there is anybody. */
export function MutedPeople({ room }: { room: number }) {
  const { t } = useTranslation("rooms");
  const { data: mutes = [] } = useRoomMutes(room, true);
  const { shown, mark } = useIncrementalList(STEP);
  const list = useRef<HTMLDetailsElement>(null);
  const kept = useKeptFocus(() => list.current?.querySelector("summary"));
  if (mutes.length === 0) return null;
  return (
    <details ref={list} {...kept} className="mb-3 px-2">
      <summary className="target cursor-pointer rounded-lg py-1.5 font-medium text-sm">
        {t("mutedPeople", { count: mutes.length })}
      </summary>
      <ul className="mt-1 flex flex-col">
        {mutes.slice(0, shown).map((mute) => (
          <MutedRow key={mute.user.id} room={room} mute={mute} />
        ))}
        {shown < mutes.length && <li key={shown} ref={mark} aria-hidden="true" className="h-px" />}
      </ul>
    </details>
  );
}

function MutedRow({ room, mute: { user, by, until, reason } }: { room: number; mute: RoomMute }) {
  const { t, i18n } = useTranslation("rooms");
  const lift = useLiftMute(room);
  const nameOf = useNameOf();
  const end = until ? t("mutedUntil", { when: dateAndTime(new Date(until), i18n.language) }) : t("mutedForGood");
  const onLift = () =>
    lift.mutate(user, {
      onSuccess: () => void toast(t("muteLifted", { name: nameOf(user) })),
      onError: (error) => void toast.error(errorText(error)),
    });
  return (
    <li className="flex items-center gap-3 py-1.5">
      <Avatar user={user} size="medium" />
      <div className="min-w-0 flex-1 text-sm leading-tight">
        <p className="truncate font-medium">
          <bdi>{user.display_name}</bdi>
        </p>
        <p className="truncate text-muted text-xs">
          <bdi>@{user.username}</bdi>
        </p>
        <p className="break-words text-muted text-xs">
          {end}
          {by && ` · ${t("mutedBy", { name: nameOf(by) })}`}
          {reason && (
            <>
              {" · "}
              <bdi>{reason}</bdi>
            </>
          )}
        </p>
      </div>
      <Button busy={lift.isPending} aria-label={t("liftMuteNamed", { name: nameOf(user) })} onClick={onLift}>
        {t("liftMute")}
      </Button>
    </li>
  );
}
