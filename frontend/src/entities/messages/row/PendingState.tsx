import { useContext } from "react";
import { useTranslation } from "react-i18next";
import { refusalText } from "@/entities/messages/refusalText";
import { TabStop } from "@/entities/messages/tabStop";
import { takeBack } from "@/entities/messages/useDraft";
import type { ErrorCode } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { useConnection } from "@/realtime/connection/connectionState";
import { realtime } from "@/realtime/currentClient";
import type { Pending } from "@/realtime/timeline/types";
import { actionClass, HeldState } from "./HeldState";

type Props = { room: number; pending: Pending };

/** The state of a message that is not stored yet. A message that is sent at once shows none. */
export function PendingState({ room, pending }: Props) {
  const { t } = useTranslation("messages");
  const connected = useConnection((state) => state.status === "open");
  const { status, held } = pending;
  if (status === "sent") return null;
  if (held) return <HeldState held={held} />;
  if (status === "waiting") {
    return <p className="animate-late text-muted text-xs">{connected ? t("sending") : t("waiting")}</p>;
  }
  return <Refused room={room} pending={pending} />;
}

/** The same text would be refused again, so that it is changed first. */
const TO_CHANGE = new Set<unknown>(["refused_by_rule", "warned_by_rule"] satisfies ErrorCode[]);

function Refused({ room, pending }: Props) {
  const { nonce, files = [], reason } = pending;
  const { t } = useTranslation(["messages", "errors"]);
  const tabIndex = useContext(TabStop) ? 0 : -1;
  const me = useSession((state) => state.user?.id);
  const isWarning = reason === "warned_by_rule";
  const discard = () => void realtime()?.outbox.discard(nonce);
  const retry = () => void realtime()?.outbox.retry(nonce, isWarning ? { despiteWarning: true } : {});
  const change = () => {
    if (me !== undefined) takeBack(me, room, pending);
  };
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-danger text-xs">
      <span className="wrap-anywhere">{refusalText(pending)}</span>
      {reason !== "refused_by_rule" && (
        <button type="button" tabIndex={tabIndex} className={actionClass} onClick={retry}>
          {isWarning ? t("sendAnyway") : t("errors:retry")}
        </button>
      )}
      {TO_CHANGE.has(reason) && files.length === 0 && (
        <button type="button" tabIndex={tabIndex} className={actionClass} onClick={change}>
          {t("changeText")}
        </button>
      )}
      <button type="button" tabIndex={tabIndex} className={actionClass} onClick={discard}>
        {t("discard")}
      </button>
    </p>
  );
}
