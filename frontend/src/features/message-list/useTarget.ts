import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { toast } from "@/components/overlay/Toast";
import { useFlash } from "@/entities/messages/feed/useFlash";
import { pathTo } from "@/entities/messages/permalink";
import type { Row } from "@/entities/messages/row/rows";
import { useLinkedMessage } from "@/entities/rooms/useLinkedMessage";
import { covers } from "@/realtime/timeline/loadedRange";
import { loadPage } from "@/realtime/timeline/loadPage";
import type { Timeline } from "@/realtime/timeline/types";

/** `visit` moves focus to a row; `scroll` only brings it into view. */
export type Show = { visit: (index: number) => void; scroll: (index: number) => void };

/**
 * Goes to the message that the URL names, and loads the history around it. For a reply it shows the thread's root; the
 * thread shows the reply.
 */
export function useTarget(timeline: Timeline, rows: readonly Row[], isOpen: boolean, show: Show) {
  const { t } = useTranslation("messages");
  const navigate = useNavigate();
  const inRoom = useLinkedMessage("room");
  const inThread = useLinkedMessage("thread");
  const root = timeline.thread?.root;
  const linked = inRoom ?? (inThread && root ? { ...inThread, seq: root.seq } : null);
  const done = useRef<string | null>(null);
  const asked = useRef<string | null>(null);
  const [flashing, flash] = useFlash();
  const { room, load, failure, loaded } = timeline;
  useEffect(() => {
    if (!linked || !isOpen || done.current === linked.visit || load || failure) return;
    const reply = loaded?.messages.find(({ seq, thread }) => seq === linked.seq && thread !== null);
    const index = rows.findIndex(({ message }) => message?.seq === linked.seq);
    if (index === -1 && !reply && asked.current !== linked.visit) {
      asked.current = linked.visit;
      void loadPage(room, "around", linked.seq);
      return;
    }
    done.current = linked.visit;
    // The thread shows the reply and continues from there.
    if (reply) return void navigate(pathTo(reply), { replace: true });
    if (!inRoom) return index === -1 ? undefined : show.scroll(index);
    if (index === -1) {
      // Another page may have come instead: it does not tell.
      return loaded && covers(loaded, linked.seq) ? void toast(t("notThere")) : undefined;
    }
    show.visit(index);
    flash(rows[index]?.key ?? null);
  });
  return flashing;
}
