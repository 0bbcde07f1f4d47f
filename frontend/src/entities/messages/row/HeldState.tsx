import { useContext } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "@/components/overlay/Toast";
import { TabStop } from "@/entities/messages/tabStop";
import { addToDraft } from "@/entities/messages/useDraft";
import { useWithdraw } from "@/entities/moderation/held";
import { errorText } from "@/lib/i18n/errorText";
import type { HeldMessage } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";

export const actionClass =
  "target -my-2 inline-flex items-center px-2 font-medium text-ember underline-offset-2 hover:underline";

/** A message of mine that waits for a moderator, or that one did not release. */
export function HeldState({ held }: { held: HeldMessage }) {
  return held.state === "refused" ? <NotReleased held={held} /> : <Waiting held={held} />;
}

function Waiting({ held }: { held: HeldMessage }) {
  const { t } = useTranslation("messages");
  const tabIndex = useContext(TabStop) ? 0 : -1;
  const withdraw = useWithdraw();
  const run = () =>
    !withdraw.isPending && withdraw.mutate(held, { onError: (error) => void toast.error(errorText(error)) });
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-muted text-xs">
      <span className="wrap-anywhere">{held.note ? t("heldBecause", { note: held.note }) : t("held")}</span>
      <button
        type="button"
        tabIndex={tabIndex}
        // One that is disabled loses the focus.
        aria-busy={withdraw.isPending}
        className={actionClass}
        onClick={run}
      >
        {t("withdraw")}
      </button>
    </p>
  );
}

function NotReleased({ held }: { held: HeldMessage }) {
  const { t } = useTranslation("messages");
  const tabIndex = useContext(TabStop) ? 0 : -1;
  const me = useSession((state) => state.user?.id);
  const { mutate } = useWithdraw();
  const forget = () => mutate(held, { onError: (error) => void toast.error(errorText(error)) });
  const change = () => {
    if (me !== undefined) addToDraft(me, held.room, held.text, held.thread);
    forget();
  };
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-danger text-xs">
      <span className="wrap-anywhere">
        {held.note ? t("notReleasedBecause", { note: held.note }) : t("notReleased")}
      </span>
      {/* A draft takes the text alone, and forgetting the message would lose its files. */}
      {held.files.length === 0 && (
        <button type="button" tabIndex={tabIndex} className={actionClass} onClick={change}>
          {t("changeText")}
        </button>
      )}
      <button type="button" tabIndex={tabIndex} className={actionClass} onClick={forget}>
        {t("discard")}
      </button>
    </p>
  );
}
