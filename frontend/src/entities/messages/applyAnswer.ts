import { toast } from "@/components/overlay/Toast";
import { errorText } from "@/lib/i18n/errorText";
import type { Message } from "@/lib/protocol/types";
import { takeMessage } from "@/realtime/useRealtime";

/** Shows the changed message that a request answers with; an error appears as a toast. */
export async function applyAnswer(answer: Promise<Message>) {
  try {
    takeMessage(await answer);
  } catch (error) {
    toast.error(errorText(error));
  }
}
