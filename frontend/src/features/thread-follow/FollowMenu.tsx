import { AlarmClock, Bell, SlidersHorizontal } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { Menu, MenuChoice, MenuItem, MenuLine } from "@/components/overlay/Menu";
import { durationOf } from "@/lib/i18n/durations";
import { serverNow } from "@/lib/session/serverTime";
import type { ThreadWish } from "./useFollow";

/** Seconds. */
const TIMES = [3600, 8 * 3600, 24 * 3600, 7 * 24 * 3600] as const;

type Props = { wanted: ThreadWish; onWish: (wanted: ThreadWish) => void };

/** What I am told of in a thread, and whether it is muted for a while. */
export function FollowMenu({ wanted: { level, muted_until }, onWish }: Props) {
  const { t, i18n } = useTranslation("inbox");
  const mute = (seconds: number) => {
    const until = new Date(serverNow().getTime() + seconds * 1000);
    onWish({ level, muted_until: until.toISOString() });
  };
  return (
    <Menu trigger={<IconButton label={t("threadNotify")} icon={SlidersHorizontal} />}>
      <MenuChoice<ThreadWish["level"]>
        label={t("threadOf")}
        value={level}
        onChange={(chosen) => onWish({ level: chosen, muted_until })}
        options={{ all: t("threadAll"), mentions: t("threadMentions"), nothing: t("threadNothing") }}
      />
      <MenuLine />
      {muted_until ? (
        <MenuItem icon={Bell} onSelect={() => onWish({ level, muted_until: null })}>
          {t("unmuteThread")}
        </MenuItem>
      ) : (
        TIMES.map((seconds) => (
          <MenuItem key={seconds} icon={AlarmClock} onSelect={() => mute(seconds)}>
            {t("muteThread", { time: durationOf(seconds, i18n.language) })}
          </MenuItem>
        ))
      )}
    </Menu>
  );
}
