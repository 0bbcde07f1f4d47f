import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useRetrying } from "@/lib/http/useRetrying";
import { useSession } from "@/lib/session/useSession";
import { useConnection } from "@/realtime/connection/connectionState";

const SHOWN_AFTER = 2000;

/** Says that the connection is lost, from two seconds on, and that a request is being repeated. */
export function useConnectionNotice(): string | undefined {
  const { t } = useTranslation(["messages", "errors"]);
  const { status, waiting } = useConnection();
  const isAway = useAwayFor(SHOWN_AFTER) && status !== "closed";
  const isUnanswered = useRetrying();
  const isAddressRefused = useSession((session) => session.isAddressRefused);
  const state = status === "offline" ? "offline" : "connecting";
  if (isAway && isAddressRefused) return t("errors:code.origin_refused", { address: location.origin });
  if (isAway) return waiting > 0 ? t(`${state}Waiting`, { count: waiting }) : t(state);
  return isUnanswered ? t("errors:tryingAgain") : undefined;
}

function useAwayFor(milliseconds: number) {
  const away = useConnection((state) => state.status !== "open");
  const since = useConnection((state) => state.since);
  const [long, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (!away) return;
    const timer = setTimeout(setLong, since + milliseconds - Date.now(), true);
    return () => clearTimeout(timer);
  }, [away, since, milliseconds]);
  return away && long;
}
