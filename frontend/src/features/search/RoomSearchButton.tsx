import { Search } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { roomFilter } from "@/entities/search/roomFilter";
import { useSearchUrl } from "@/entities/search/useSearchUrl";
import type { RoomSummary } from "@/lib/protocol/types";

/** In a room's header: searches in this room. */
export function RoomSearchButton({ room, className }: { room: RoomSummary; className?: string }) {
  const { t, i18n } = useTranslation("switcher");
  const { open } = useSearchUrl();
  return (
    <IconButton
      label={t("searchInRoom")}
      icon={Search}
      onClick={() => open(roomFilter(room, i18n.language))}
      className={className}
    />
  );
}
