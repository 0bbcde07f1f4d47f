import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useRetrying } from "@/lib/http/useRetrying";
import { useSession } from "@/lib/session/useSession";
import { useConnection } from "@/realtime/connection/connectionState";

const SHOWN_AFTER = 2000;

/** Shows that the connection is lost, from two seconds on. */
export function ConnectionBanner() {
  const { t } = useTranslation(["messages", "errors"]);
  const { status, waiting } = useConnection();
  const away = useAwayFor(SHOWN_AFTER) && status !== "closed";
  const isUnanswered = useRetrying();
  const isAddressRefused = useSession((session) => session.isAddressRefused);
  const state = status === "offline" ? "offline" : "connecting";
  return (
    <div role="status">
      {away && isAddressRefused && <Line>{t("errors:code.origin_refused", { address: location.origin })}</Line>}
      {away && !isAddressRefused && <Line>{waiting > 0 ? t(`${state}Waiting`, { count: waiting }) : t(state)}</Line>}
      {!away && isUnanswered && <Line>{t("errors:tryingAgain")}</Line>}
    </div>
  );
}

function Line({ children }: { children: string }) {
  return (
    <p className="animate-appear border-line border-b bg-raised px-4 py-1.5 text-center text-muted text-sm">
      {children}
    </p>
  );
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
