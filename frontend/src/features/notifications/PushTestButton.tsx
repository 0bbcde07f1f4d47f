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
    const arrival = new Arrival();
    try {
      const answer = await sendTest(id);
      setOutcome(answer.sent ? { arrived: await arrival.within(ARRIVES_WITHIN) } : { test: answer });
    } catch (error) {
      setOutcome({ failure: errorText(error) });
    }
    arrival.stop();
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
  switch (broken?.why) {
    case "sealed":
      return t("pushBrokenKey");
    case "url":
    case "host":
    case "not_public":
      return t("pushBrokenAddress");
    case "gone":
      return t("pushGone");
    case "busy":
      return t("pushBusy", { status: broken.status });
    default:
      return broken?.link === "endpoint" ? t("pushBrokenEndpoint") : t("pushBrokenService", { status: broken?.status });
  }
}

/** Hears from the service worker that it was given the push, maybe before the site has answered. */
class Arrival {
  private readonly end = new AbortController();
  private readonly came = new Promise<boolean>((resolve) => {
    const hear = ({ data }: MessageEvent<{ type: string }>) => data.type === "irori.push.test" && resolve(true);
    navigator.serviceWorker.addEventListener("message", hear, { signal: this.end.signal });
  });

  within(milliseconds: number) {
    const late = new Promise<boolean>((resolve) => setTimeout(resolve, milliseconds, false));
    return Promise.race([this.came, late]);
  }

  stop() {
    this.end.abort();
  }
}
