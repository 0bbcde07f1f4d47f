import { useTranslation } from "react-i18next";
import { ContextPanel } from "@/components/overlay/ContextPanel";
import { useRoomPanel } from "@/entities/rooms/useRoomPanel";
import type { RoomSummary } from "@/lib/protocol/types";
import { ROOM_PANELS } from "./panels";

export function RoomPanels({ room }: { room: RoomSummary }) {
  const { t } = useTranslation(["rooms", "messages", "files"]);
  const { panel, close } = useRoomPanel();
  return (
    <>
      {ROOM_PANELS.map(({ kind, title, Panel }) => (
        <ContextPanel key={kind} title={t(title)} open={panel?.kind === kind} onClose={close}>
          <Panel room={room} root={panel?.root} />
        </ContextPanel>
      ))}
    </>
  );
}
