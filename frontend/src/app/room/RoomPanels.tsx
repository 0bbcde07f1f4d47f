import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { ContextPanel } from "@/components/overlay/ContextPanel";
import { useRoomPanel } from "@/entities/rooms/useRoomPanel";
import type { RoomSummary } from "@/lib/protocol/types";
import { MembersPanel } from "./lazy";

const PinsPanel = lazy(async () => ({ default: (await import("@/features/pins/PinsPanel")).PinsPanel }));
const ThreadPanel = lazy(async () => ({ default: (await import("./ThreadPanel")).ThreadPanel }));

/** Beside the conversation: who is in the room, what is pinned, or a thread. */
export function RoomPanels({ room }: { room: RoomSummary }) {
  const { t } = useTranslation(["rooms", "messages"]);
  const { panel, close } = useRoomPanel();
  const kind = panel?.kind;
  return (
    <Suspense>
      <ContextPanel title={t("membersTitle")} open={kind === "members"} onClose={close}>
        <MembersPanel room={room} />
      </ContextPanel>
      <ContextPanel title={t("messages:pinsTitle")} open={kind === "pins"} onClose={close}>
        <PinsPanel roomId={room.id} />
      </ContextPanel>
      <ContextPanel title={t("messages:threadTitle")} open={kind === "thread"} onClose={close}>
        {panel?.kind === "thread" && <ThreadPanel roomId={room.id} root={panel.root} />}
      </ContextPanel>
    </Suspense>
  );
}
