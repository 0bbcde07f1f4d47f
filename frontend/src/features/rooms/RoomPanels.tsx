import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { ContextPanel } from "@/components/ContextPanel";
import type { RoomSummary } from "@/lib/wire";
import { MembersPanel } from "./later";
import { useRoomPanel } from "./useRoomPanel";

const PinsPanel = lazy(async () => ({ default: (await import("@/features/messages")).PinsPanel }));
const ThreadPanel = lazy(async () => ({ default: (await import("@/features/messages")).ThreadPanel }));

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
