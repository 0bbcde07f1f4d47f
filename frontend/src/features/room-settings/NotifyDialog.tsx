import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Choice } from "@/components/form/Choice";
import { Dialog } from "@/components/overlay/Dialog";
import { usePreferences } from "@/entities/rooms/mine/preferences";
import type { RoomSummary } from "@/lib/protocol/types";

type Props = { room: RoomSummary; open: boolean; onClose: () => void; children?: ReactNode };

/** Chooses which messages of the room notify. */
export function NotifyDialog({ room, open, onClose, children }: Props) {
  const { t } = useTranslation("rooms");
  const { mutate: prefer } = usePreferences(room.id);
  return (
    <Dialog open={open} onClose={onClose} title={t("notify")} description={t("notifyHint")}>
      <Choice<RoomSummary["notify"]>
        label={t("notifyOf")}
        value={room.notify}
        onChange={(notify) => prefer({ notify })}
        options={{ all: t("notifyAll"), mentions: t("notifyMentions"), nothing: t("notifyNothing") }}
      />
      {children}
    </Dialog>
  );
}
