import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/api";
import type { Person } from "@/lib/protocol/types";
import { serverNow } from "@/lib/session/serverTime";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { localTime } from "./localTime";

const MINUTE = 60_000;
const FRESH = 10 * MINUTE;

/** A person's local time. Nothing where their time zone is not known. */
export function LocalTime({ user }: { user: number }) {
  const { t, i18n } = useTranslation("people");
  const { data } = useQuery({
    queryKey: queryKeys.person(user),
    queryFn: ({ signal }) => api.get<Person>(`/api/users/${user}/`, { signal }),
    staleTime: FRESH,
  });
  const now = useMinute();
  const time = data?.time_zone && localTime(data.time_zone, now, i18n.language);
  // The line is there from the beginning, so that the card does not grow.
  return (
    <p className="mt-3 min-h-5 text-muted text-sm" title={data?.time_zone}>
      {time && t("localTime", { time })}
    </p>
  );
}

/** The server's time, again with each new minute. */
function useMinute() {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setTimeout(() => setNow(serverNow()), MINUTE - (now.getTime() % MINUTE));
    return () => clearTimeout(timer);
  }, [now]);
  return now;
}
