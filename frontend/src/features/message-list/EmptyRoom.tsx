import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/display/EmptyState";
import type { RoomSummary } from "@/lib/protocol/types";

export function EmptyRoom({ room }: { room: RoomSummary }) {
  const { t } = useTranslation("messages");
  return (
    <div className="flex min-h-0 flex-1 overflow-y-auto">
      <EmptyState title={t("emptyTitle")}>
        {room.archived_at ? t("emptyArchived") : room.topic || t("emptyHint")}
      </EmptyState>
    </div>
  );
}
