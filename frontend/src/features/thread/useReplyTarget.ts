import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "@/components/overlay/Toast";
import type { Row } from "@/entities/messages/row/rows";
import { useGlow } from "@/entities/messages/row/useFlash";
import { useAddressed } from "@/entities/rooms/useLinkedMessage";
import { loadThread } from "@/realtime/timeline/openThread";
import type { Thread } from "@/realtime/timeline/types";

/** Goes to the reply the address names, loading the thread as far back as it has to. */
export function useReplyTarget(room: number, thread: Thread, rows: readonly Row[], show: (index: number) => void) {
  const { t } = useTranslation("messages");
  const addressed = useAddressed("thread");
  const done = useRef<string | null>(null);
  const [glowing, glow] = useGlow();
  const { load, failure, hasBefore, replies } = thread;
  useEffect(() => {
    if (!addressed || done.current === addressed.visit || load || failure) return;
    const index = rows.findIndex(({ message }) => message?.seq === addressed.seq);
    if (index === -1 && hasBefore && addressed.seq < (replies[0]?.seq ?? 0)) return void loadThread(room);
    done.current = addressed.visit;
    if (index === -1) return void toast(t("notThere"));
    show(index);
    glow(rows[index]?.key ?? null);
  });
  return glowing;
}
