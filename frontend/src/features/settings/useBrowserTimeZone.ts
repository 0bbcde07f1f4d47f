import { useEffect } from "react";
import { browserTimeZone } from "@/lib/browser/timeZones";
import { updateMe } from "@/lib/session/session";
import { useSession } from "@/lib/session/useSession";
import { changeMe } from "./queries";

/** Stores this device's time zone for a person who has none. The settings can change it. */
export function useBrowserTimeZone() {
  const saved = useSession((state) => state.user?.time_zone);
  useEffect(() => {
    const here = browserTimeZone();
    // A server of the previous version sends none at all.
    if (saved === "" && here) changeMe({ time_zone: here }).then(updateMe, () => {});
  }, [saved]);
}
