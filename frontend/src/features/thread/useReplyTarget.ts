import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "@/components/overlay/Toast";
import { useFlash } from "@/entities/messages/feed/useFlash";
import type { Row } from "@/entities/messages/row/rows";
import { useLinkedMessage } from "@/entities/rooms/useLinkedMessage";
import { loadThread } from "@/realtime/timeline/openThread";
import type { Thread } from "@/realtime/timeline/types";

/** Goes to the reply that the URL names, and loads the thread back to it. */
export function useReplyTarget(room: number, thread: Thread, rows: readonly Row[], show: (index: number) => void) {
  const { t } = useTranslation("messages");
  const linked = useLinkedMessage("thread");
  const done = useRef<string | null>(null);
  const [flashing, flash] = useFlash();
  const { load, failure, hasBefore, replies } = thread;
  useEffect(() => {
    if (!linked || done.current === linked.visit || load || failure) return;
    const index = rows.findIndex(({ message }) => message?.seq === linked.seq);
    if (index === -1 && hasBefore && linked.seq < (replies[0]?.seq ?? 0)) return void loadThread(room);
    done.current = linked.visit;
    if (index === -1) return void toast(t("notThere"));
    show(index);
    flash(rows[index]?.key ?? null);
  });
  return flashing;
}
