import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Dialog } from "@/components/overlay/Dialog";
import { takeBack } from "@/entities/messages/useDraft";
import type { RoomSummary } from "@/lib/protocol/types";
import { realtime } from "@/realtime/currentClient";
import type { Pending, Timeline } from "@/realtime/timeline/types";

type Props = { room: RoomSummary; me: number; timeline: Timeline | undefined };

/**
 * Asks whether to send a message that a rule warns of, in the tab that its author looks at. Who closes it finds the
 * same choice at the message.
 */
export function WarnedDialog({ room, me, timeline }: Props) {
  const warned = timeline?.pending.filter(isWarned) ?? NONE;
  // Those of an earlier visit do not ask by themselves.
  const [seen, setSeen] = useState(() => new Set(warned.map(({ nonce }) => nonce)));
  const asked = warned.find(({ nonce }) => !seen.has(nonce));
  if (!asked || !document.hasFocus()) return null;
  const close = () => setSeen(new Set(seen).add(asked.nonce));
  return <Asked key={asked.nonce} room={room} me={me} pending={asked} onClose={close} />;
}

const NONE: readonly Pending[] = [];

const isWarned = ({ status, reason }: Pending) => status === "failed" && reason === "warned_by_rule";

type AskedProps = { room: RoomSummary; me: number; pending: Pending; onClose: () => void };

function Asked({ room, me, pending, onClose }: AskedProps) {
  const { nonce, text, files = [], refusal } = pending;
  const { t } = useTranslation("messages");
  const send = () => {
    onClose();
    void realtime()?.outbox.retry(nonce, { despiteWarning: true });
  };
  const change = () => {
    onClose();
    takeBack(me, room.id, pending);
  };
  return (
    <Dialog open onClose={onClose} title={t("warnedTitle")} description={refusal?.note || t("warnedText")}>
      {text && (
        <blockquote className="mb-4 max-h-40 overflow-y-auto wrap-anywhere whitespace-pre-wrap rounded-lg border border-line bg-raised px-3 py-2 text-sm">
          {text}
        </blockquote>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        {files.length === 0 && <Button onClick={change}>{t("changeText")}</Button>}
        <Button look="primary" onClick={send}>
          {t("sendAnyway")}
        </Button>
      </div>
    </Dialog>
  );
}
