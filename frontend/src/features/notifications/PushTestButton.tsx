import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { errorText } from "@/lib/i18n/errorText";
import type { PushTest } from "@/lib/protocol/types";
import { sendTest } from "./push";

/** After so long the push service has it, and this device does not. */
const ARRIVES_WITHIN = 15_000;

type Outcome = { failure: string } | { test: PushTest } | { arrived: boolean };

/** Sends a push to this device, and says how far it came: also where that was the end of its subscription. */
export function PushTestButton({ id }: { id: number | null }) {
  const { t } = useTranslation("settings");
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [isWaiting, setWaiting] = useState(false);
  const test = async (id: number) => {
    setOutcome(null);
    setWaiting(true);
    const arrived = arrival();
    try {
      const answer = await sendTest(id);
      setOutcome(answer.sent ? { arrived: await arrived } : { test: answer });
    } catch (error) {
      setOutcome({ failure: errorText(error) });
    }
    setWaiting(false);
  };
  return (
    <div className="flex flex-col items-start gap-2">
      {id !== null && (
        <Button busy={isWaiting} onClick={() => test(id)}>
          {t("pushTest")}
        </Button>
      )}
      <p role="status" className="text-sm">
        {outcome && <Words outcome={outcome} />}
      </p>
    </div>
  );
}

function Words({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation("settings");
  if ("failure" in outcome) return outcome.failure;
  if ("arrived" in outcome) return outcome.arrived ? t("pushArrived") : t("pushLost");
  const broken = outcome.test.links.find(({ why }) => why !== null);
  switch (broken?.link) {
    case "key":
      return t("pushBrokenKey");
    case "endpoint":
      return t("pushBrokenEndpoint", { why: broken.why });
    default:
      return broken?.why === "gone" ? t("pushGone") : t("pushBrokenService", { status: broken?.status });
  }
}

/** Whether the service worker is given the push in time. */
function arrival() {
  return new Promise<boolean>((resolve) => {
    const settle = (has: boolean) => {
      navigator.serviceWorker.removeEventListener("message", hear);
      clearTimeout(timer);
      resolve(has);
    };
    const hear = ({ data }: MessageEvent<{ type: string }>) => data.type === "irori.push.test" && settle(true);
    const timer = setTimeout(settle, ARRIVES_WITHIN, false);
    navigator.serviceWorker.addEventListener("message", hear);
  });
}
