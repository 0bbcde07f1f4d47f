import clsx from "clsx";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { EmptyState } from "@/components/display/EmptyState";
import { mayWrite } from "@/entities/messages/permissions";
import { mayAddPeople, mayInvite } from "@/entities/rooms/permissions";
import { useRoomPanel } from "@/entities/rooms/useRoomPanel";
import type { RoomSummary } from "@/lib/protocol/types";
import { RoomMenuDialogs } from "./lazy";

type Props = { room: RoomSummary; onWrite: () => void };

/** A room without messages: what it is for, and the next step for whoever may take it. */
export function EmptyRoom({ room, onWrite }: Props) {
  const { t } = useTranslation(["messages", "rooms"]);
  const { open } = useRoomPanel();
  const [invites, setInvites] = useState(false);
  const hint = useHint(room);
  const isAlone = room.kind !== "direct" && room.member_count === 1 && mayAddPeople(room);
  return (
    <div className="flex min-h-0 flex-1 overflow-y-auto">
      <EmptyState
        title={mayWrite(room) ? t("emptyTitle") : t("emptyForNow")}
        action={
          <>
            {mayWrite(room) && (
              <Button look={isAlone ? "plain" : "primary"} onClick={onWrite}>
                {t("writeFirst")}
              </Button>
            )}
            {mayAddPeople(room) && (
              <Button
                look={isAlone ? "primary" : "plain"}
                className={clsx(isAlone && "order-first")}
                onClick={() => open({ kind: "members" })}
              >
                {t("rooms:addPeople")}
              </Button>
            )}
            {mayInvite(room) && <Button onClick={() => setInvites(true)}>{t("rooms:inviteByLink")}</Button>}
          </>
        }
      >
        {hint && <p>{hint}</p>}
        {isAlone && <p className="mt-2">{t("emptyAlone")}</p>}
      </EmptyState>
      <Suspense>
        {invites && <RoomMenuDialogs room={room} asked="invitations" onClose={() => setInvites(false)} />}
      </Suspense>
    </div>
  );
}

function useHint(room: RoomSummary) {
  const { t } = useTranslation("messages");
  if (room.archived_at) return t("emptyArchived");
  // The place of the composer says why one cannot write.
  if (!mayWrite(room)) return room.topic;
  if (room.kind === "direct") return t("emptyDirect", { name: room.name });
  return room.topic || t("emptyHint");
}
