import { toast } from "@/components/overlay/Toast";
import { errorText } from "@/lib/i18n/errorText";
import type { Message } from "@/lib/protocol/types";
import { realtime } from "@/realtime/currentClient";

/** Shows the changed message that a request answers with; an error appears as a toast. */
export async function applyAnswer(answer: Promise<Message>) {
  try {
    const message = await answer;
    realtime()?.inbox.acknowledge(message);
  } catch (error) {
    toast.error(errorText(error));
  }
}
