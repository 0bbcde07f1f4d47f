import { useEffect, useRef, useState } from "react";
import { realtime } from "@/realtime/currentClient";
import type { Attachment } from "@/realtime/uploads/attachment";

/** Milliseconds without a key after which a description is told to the server. */
const PAUSE = 600;

/** The description while it is written. It is kept after each pause, and when the dialog closes. */
export function useAlt({ id, alt }: Attachment) {
  const [written, setWritten] = useState(alt);
  const untold = useRef<string | null>(null);
  const timer = useRef(0);
  const keep = useRef(() => {
    clearTimeout(timer.current);
    if (untold.current !== null) realtime()?.uploads.setAlt(id, untold.current);
    untold.current = null;
  });
  const write = (text: string) => {
    setWritten(text);
    untold.current = text;
    clearTimeout(timer.current);
    timer.current = window.setTimeout(keep.current, PAUSE);
  };
  useEffect(() => keep.current, []);
  return [written, write] as const;
}
