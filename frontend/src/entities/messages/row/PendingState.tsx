import { useContext } from "react";
import { useTranslation } from "react-i18next";
import { TabStop } from "@/entities/messages/tabStop";
import { ApiError } from "@/lib/http/request";
import { errorText } from "@/lib/i18n/errorText";
import type { ErrorCode } from "@/lib/protocol/types";
import { useConnection } from "@/realtime/connection/connectionState";
import { realtime } from "@/realtime/currentClient";
import type { Pending } from "@/realtime/timeline/types";

const action = "target -my-2 inline-flex items-center px-2 font-medium text-ember underline-offset-2 hover:underline";

/** The state of a message that is not stored yet. A message that is sent at once shows none. */
export function PendingState({ pending: { status, nonce, reason } }: { pending: Pending }) {
  const { t } = useTranslation(["messages", "errors"]);
  const tabIndex = useContext(TabStop) ? 0 : -1;
  const connected = useConnection((state) => state.status === "open");
  if (status === "sent") return null;
  if (status === "waiting") {
    return <p className="animate-late text-muted text-xs">{connected ? t("sending") : t("waiting")}</p>;
  }
  const cause = errorText(new ApiError({ status: 0, code: (reason ?? "server_error") as ErrorCode }));
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-danger text-xs">
      <span>{t("notSent", { cause })}</span>
      <button type="button" tabIndex={tabIndex} className={action} onClick={() => void realtime()?.outbox.retry(nonce)}>
        {t("errors:retry")}
      </button>
      <button
        type="button"
        tabIndex={tabIndex}
        className={action}
        onClick={() => void realtime()?.outbox.discard(nonce)}
      >
        {t("discard")}
      </button>
    </p>
  );
}
