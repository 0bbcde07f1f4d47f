import { Bell, BellOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Tooltip } from "@/components/controls/Tooltip";
import { useIsAhead } from "@/lib/hooks/useIsAhead";
import { dateAndTime } from "@/lib/i18n/dates";
import { FollowMenu } from "./FollowMenu";
import { useFollow } from "./useFollow";

type Props = {
  root: number;
  /** How often I have written in the thread. */
  mine: number;
};

/** Whether I am told of the replies in a thread, and of what else. A site may have no inbox, and so no button. */
export function FollowButton({ root, mine }: Props) {
  const { t, i18n } = useTranslation("inbox");
  const { wanted, wish } = useFollow(root, mine);
  const isMuted = useIsAhead(wanted?.muted_until ?? null);
  if (!wanted) return null;
  const { level } = wanted;
  const muted_until = isMuted ? wanted.muted_until : null;
  const follows = level === "all";
  return (
    <div className="flex shrink-0 items-center gap-1 border-line border-b px-3 py-1">
      <Tooltip text={follows ? t("followingHint") : t("followHint")}>
        <Button
          look="quiet"
          onClick={() => wish({ level: follows ? "mentions" : "all", muted_until: null })}
          className="px-2!"
        >
          {follows ? <Bell aria-hidden="true" className="size-4" /> : <BellOff aria-hidden="true" className="size-4" />}
          {follows ? t("following") : t("follow")}
        </Button>
      </Tooltip>
      {muted_until && (
        <span className="min-w-0 flex-1 text-balance text-muted text-xs">
          {t("threadMuted", { when: dateAndTime(new Date(muted_until), i18n.language) })}
        </span>
      )}
      <div className="ml-auto">
        <FollowMenu wanted={{ level, muted_until }} onWish={wish} />
      </div>
    </div>
  );
}
