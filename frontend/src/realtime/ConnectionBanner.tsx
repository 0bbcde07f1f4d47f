import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useConnection } from "./connection";

const SHOWN_AFTER = 2000;

/** A calm line while there is no connection; a short break is nobody's business. */
export function ConnectionBanner() {
  const { t } = useTranslation("messages");
  const { status, waiting } = useConnection();
  const away = useAwayFor(SHOWN_AFTER) && status !== "closed";
  const state = status === "offline" ? "offline" : "connecting";
  return (
    <div role="status">
      {away && (
        <p className="animate-appear border-line border-b bg-raised px-4 py-1.5 text-center text-muted text-sm">
          {waiting > 0 ? t(`${state}Waiting`, { count: waiting }) : t(state)}
        </p>
      )}
    </div>
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
