import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useParams } from "react-router";
import { toast } from "@/components/Toast";
import { loadPage, type Timeline } from "@/realtime";
import type { Row } from "./rows";

const GLOWS_FOR = 2500;

/** The message the address names. Following the same link again goes there again. */
export function useAddressed() {
  const seq = Number(useParams().seq);
  const { key } = useLocation();
  return Number.isInteger(seq) && seq > 0 ? { seq, visit: key } : null;
}

/** Goes to the message the address names, loading the history around it where it has to. */
export function useTarget(timeline: Timeline, rows: readonly Row[], isOpen: boolean, show: (index: number) => void) {
  const { t } = useTranslation("messages");
  const addressed = useAddressed();
  const done = useRef<string | null>(null);
  const asked = useRef<string | null>(null);
  const [glowing, glow] = useGlow();
  const { room, load, failure } = timeline;
  useEffect(() => {
    if (!addressed || !isOpen || done.current === addressed.visit || load || failure) return;
    const index = rows.findIndex(({ message }) => message?.seq === addressed.seq);
    if (index === -1 && asked.current !== addressed.visit) {
      asked.current = addressed.visit;
      void loadPage(room, "around", addressed.seq);
      return;
    }
    done.current = addressed.visit;
    if (index === -1) return void toast(t("notThere"));
    show(index);
    glow(rows[index]?.key ?? null);
  });
  return glowing;
}

function useGlow() {
  const [key, setKey] = useState<string | null>(null);
  useEffect(() => {
    if (key === null) return;
    const timer = setTimeout(setKey, GLOWS_FOR, null);
    return () => clearTimeout(timer);
  }, [key]);
  return [key, setKey] as const;
}
