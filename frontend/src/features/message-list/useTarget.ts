import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { toast } from "@/components/overlay/Toast";
import { pathTo } from "@/entities/messages/permalink";
import type { Row } from "@/entities/messages/row/rows";
import { useGlow } from "@/entities/messages/row/useFlash";
import { useAddressed } from "@/entities/rooms/useLinkedMessage";
import { loadPage } from "@/realtime/timeline/loadPage";
import type { Timeline } from "@/realtime/timeline/types";

/** How to bring a row into view: to go there, or just to have it beside what somebody goes to. */
export type Show = { visit: (index: number) => void; scroll: (index: number) => void };

/**
 * Goes to the message the address names, loading the history around it where it has to. Of a reply in a thread it brings
 * into view what it answers; the reply itself is in the thread.
 */
export function useTarget(timeline: Timeline, rows: readonly Row[], isOpen: boolean, show: Show) {
  const { t } = useTranslation("messages");
  const navigate = useNavigate();
  const inRoom = useAddressed("room");
  const inThread = useAddressed("thread");
  const root = timeline.thread?.root;
  const addressed = inRoom ?? (inThread && root ? { ...inThread, seq: root.seq } : null);
  const done = useRef<string | null>(null);
  const asked = useRef<string | null>(null);
  const [glowing, glow] = useGlow();
  const { room, load, failure, stretch } = timeline;
  useEffect(() => {
    if (!addressed || !isOpen || done.current === addressed.visit || load || failure) return;
    const reply = stretch?.messages.find(({ seq, thread }) => seq === addressed.seq && thread !== null);
    const index = rows.findIndex(({ message }) => message?.seq === addressed.seq);
    if (index === -1 && !reply && asked.current !== addressed.visit) {
      asked.current = addressed.visit;
      void loadPage(room, "around", addressed.seq);
      return;
    }
    done.current = addressed.visit;
    // The thread, where the reply is shown, goes on from there.
    if (reply) return void navigate(pathTo(reply), { replace: true });
    if (!inRoom) return index === -1 ? undefined : show.scroll(index);
    if (index === -1) return void toast(t("notThere"));
    show.visit(index);
    glow(rows[index]?.key ?? null);
  });
  return glowing;
}
