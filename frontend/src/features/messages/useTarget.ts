import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { toast } from "@/components/Toast";
import { loadPage, type Timeline } from "@/realtime";
import { pathTo } from "./permalink";
import type { Row } from "./rows";
import { useAddressed } from "./useAddressed";
import { useGlow } from "./useGlow";

/** Goes to the message the address names, loading the history around it where it has to. */
export function useTarget(timeline: Timeline, rows: readonly Row[], isOpen: boolean, show: (index: number) => void) {
  const { t } = useTranslation("messages");
  const navigate = useNavigate();
  const addressed = useAddressed("room");
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
    if (index === -1) return void toast(t("notThere"));
    show(index);
    glow(rows[index]?.key ?? null);
  });
  return glowing;
}
