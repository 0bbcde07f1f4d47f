import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Avatar } from "@/components/display/Avatar";
import { toast } from "@/components/overlay/Toast";
import { useNameOf } from "@/entities/people/useNameOf";
import { useIncrementalList } from "@/lib/hooks/useIncrementalList";
import { useKeptFocus } from "@/lib/hooks/useKeptFocus";
import { dateAndTime } from "@/lib/i18n/dates";
import { errorText } from "@/lib/i18n/errorText";
import type { Ban } from "@/lib/protocol/types";
import { useBans, useLiftBan } from "./bans";

const STEP = 100;

/** For moderators: the banned people, where there are any. */
export function BannedPeople({ room }: { room: number }) {
  const { t } = useTranslation("rooms");
  const { data: bans = [] } = useBans(room);
  const { shown, mark } = useIncrementalList(STEP);
  const list = useRef<HTMLDetailsElement>(null);
  const kept = useKeptFocus(() => list.current?.querySelector("summary"));
  if (bans.length === 0) return null;
  return (
    <details ref={list} {...kept} className="mb-3 px-2">
      <summary className="target cursor-pointer rounded-lg py-1.5 font-medium text-sm">
        {t("banned", { count: bans.length })}
      </summary>
      <ul className="mt-1 flex flex-col">
        {bans.slice(0, shown).map((ban) => (
          <BannedRow key={ban.user.id} room={room} ban={ban} />
        ))}
        {shown < bans.length && <li key={shown} ref={mark} aria-hidden="true" className="h-px" />}
      </ul>
    </details>
  );
}

function BannedRow({ room, ban: { user, banned_by, at, reason } }: { room: number; ban: Ban }) {
  const { t, i18n } = useTranslation("rooms");
  const lift = useLiftBan(room);
  const nameOf = useNameOf();
  const when = dateAndTime(new Date(at), i18n.language);
  const onLift = () =>
    lift.mutate(user, {
      onSuccess: () => void toast(t("banLifted", { name: nameOf(user) })),
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
          {banned_by ? t("bannedBy", { name: nameOf(banned_by), when }) : when}
          {reason && (
            <>
              {" · "}
              <bdi>{reason}</bdi>
            </>
          )}
        </p>
      </div>
      <Button busy={lift.isPending} aria-label={t("liftBanNamed", { name: nameOf(user) })} onClick={onLift}>
        {t("liftBan")}
      </Button>
    </li>
  );
}
