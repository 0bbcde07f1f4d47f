import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Choice } from "@/components/form/Choice";
import { toast } from "@/components/overlay/Toast";
import { type PushDevices, usePushDevices } from "@/entities/devices/pushDevices";
import { canPush } from "@/lib/browser/pushes";
import { errorText } from "@/lib/i18n/errorText";
import type { PushDevice } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { PushTestButton } from "./PushTestButton";
import { choosePrivacy } from "./push";
import { useIsPushed, usePushId } from "./usePush";

/** What comes while the app is closed. */
export function PushSetting() {
  const { t } = useTranslation("settings");
  const id = usePushId();
  const isPushed = useIsPushed();
  if (!canPush()) return <p className="text-muted text-sm">{t("cannotPush")}</p>;
  return (
    <>
      <p className="text-muted text-sm">{t(id === null ? "notPushing" : isPushed ? "pushing" : "pushingInDoubt")}</p>
      {id !== null && <Privacy id={id} />}
      <PushTestButton id={id} />
    </>
  );
}

function Privacy({ id }: { id: number }) {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const { data } = usePushDevices();
  const chosen = useRef(0);
  const device = data?.results.find((each) => each.id === id);
  if (!device) return null;
  const choose = (privacy: PushDevice["privacy"]) => {
    // The answer to a choice before is older than what is shown.
    const turn = ++chosen.current;
    const put = (known: PushDevice) => {
      if (turn !== chosen.current) return;
      client.setQueryData<PushDevices>(queryKeys.pushDevices(), (all) => ({
        results: (all?.results ?? []).map((each) => (each.id === id ? known : each)),
      }));
    };
    put({ ...device, privacy });
    choosePrivacy(id, privacy)
      .then(put)
      .catch((error) => {
        put(device);
        toast.error(errorText(error));
      });
  };
  return (
    <Choice<PushDevice["privacy"]>
      label={t("pushPrivacy")}
      value={device.privacy}
      onChange={choose}
      options={{ text: t("pushText"), sender: t("pushSender"), nothing: t("pushNothing") }}
    />
  );
}
