import { Monitor, Smartphone } from "lucide-react";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { toast } from "@/components/overlay/Toast";
import { usePushDevices } from "@/entities/devices/pushDevices";
import { deviceOf, useDeviceName } from "@/lib/browser/device";
import { dateAndTime } from "@/lib/i18n/dates";
import { errorText } from "@/lib/i18n/errorText";
import type { SessionInfo } from "@/lib/protocol/types";
import { useSignOutDevice } from "./devices";

export function DeviceRow({ device }: { device: SessionInfo }) {
  const { t, i18n } = useTranslation("settings");
  const signOut = useSignOutDevice();
  const takesPushes = usePushDevices().data?.results.some(({ session }) => session === device.id) ?? false;
  const { isPhone } = deviceOf(device.user_agent);
  const name = useDeviceName(device.user_agent);
  const when = (at: string) => dateAndTime(new Date(at), i18n.language);
  const Icon = isPhone ? Smartphone : Monitor;
  return (
    <li className="flex items-center gap-3 py-2">
      <Icon aria-hidden="true" className="size-5 shrink-0 text-muted" />
      <div className="min-w-0 flex-1 text-sm">
        <p className="font-medium">
          {name}
          {device.current && <span className="ml-2 whitespace-nowrap text-moss text-xs">{t("thisDevice")}</span>}
        </p>
        <p className="text-muted text-xs">
          <Facts
            facts={[
              t("lastUsed", { when: when(device.last_used_at) }),
              device.address,
              takesPushes && t("takesPushes"),
            ]}
          />
        </p>
      </div>
      {!device.current && (
        <Button
          busy={signOut.isPending}
          aria-label={t("signOutNamed", { name })}
          onClick={() => signOut.mutate(device.id, { onError: (error) => void toast.error(errorText(error)) })}
        >
          {t("signOutDevice")}
        </Button>
      )}
    </li>
  );
}

/** One after the other, each in one line where it fits. A dot before the first one of a line is cut off. */
function Facts({ facts }: { facts: (string | false | null | undefined)[] }) {
  const known = facts.filter((fact): fact is string => Boolean(fact));
  return (
    <span className="block overflow-x-clip">
      <span className="-ml-3 flex flex-wrap">
        {known.map((fact) => (
          <Fragment key={fact}>
            <span className="before:inline-block before:w-3 before:text-center before:content-['·'/'']">
              {fact}
            </span>{" "}
          </Fragment>
        ))}
      </span>
    </span>
  );
}
