import {
  Archive,
  ArchiveRestore,
  Bell,
  Ellipsis,
  Files,
  Flag,
  Link2,
  ListChecks,
  LogOut,
  Pencil,
  Pin,
  Search,
  Users,
} from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { Menu, MenuItem, MenuLine } from "@/components/overlay/Menu";
import { toast } from "@/components/overlay/Toast";
import { useModerationDialogs } from "@/entities/moderation/dialogs";
import { mayArchive, mayChangeTopic, mayLeave, maySeeInvitations, maySetWordRules } from "@/entities/rooms/permissions";
import { useRoomPanel } from "@/entities/rooms/useRoomPanel";
import { roomFilter } from "@/entities/search/roomFilter";
import { useSearchUrl } from "@/entities/search/useSearchUrl";
import { RoomItems } from "@/features/room-list/RoomItems";
import { useChangeRoom } from "@/features/room-settings/queries";
import { errorText } from "@/lib/i18n/errorText";
import type { RoomSummary } from "@/lib/protocol/types";
import { RoomMenuDialogs } from "./lazy";
import type { Asked } from "./RoomMenuDialogs";

export function RoomMenu({ room, onMembers }: { room: RoomSummary; onMembers: () => void }) {
  const { t, i18n } = useTranslation(["rooms", "messages", "files", "switcher"]);
  const { open } = useRoomPanel();
  const search = useSearchUrl();
  const [asked, setAsked] = useState<Asked>(null);
  const change = useChangeRoom(room.id);
  const showDialog = useModerationDialogs((state) => state.show);
  const unarchive = () =>
    change.mutate({ archived: false }, { onError: (error) => void toast.error(errorText(error)) });
  return (
    <>
      <Menu trigger={<IconButton label={t("roomMenu")} icon={Ellipsis} />}>
        <RoomItems room={room} />
        <MenuItem icon={Bell} onSelect={() => setAsked("notify")}>
          {t("notify")}
        </MenuItem>
        <MenuLine />
        <MenuItem icon={Users} onSelect={onMembers}>
          {t("membersTitle")}
        </MenuItem>
        <MenuItem icon={Search} onSelect={() => search.open(roomFilter(room, i18n.language))}>
          {t("switcher:searchInRoom")}
        </MenuItem>
        <MenuItem icon={Pin} onSelect={() => open({ kind: "pins" })}>
          {t("messages:pinsTitle")}
        </MenuItem>
        <MenuItem icon={Files} onSelect={() => open({ kind: "files" })}>
          {t("files:panelTitle")}
        </MenuItem>
        {maySeeInvitations(room) && (
          <MenuItem icon={Link2} onSelect={() => setAsked("invitations")}>
            {t("invitations")}
          </MenuItem>
        )}
        {maySetWordRules(room) && (
          <MenuItem icon={ListChecks} onSelect={() => showDialog({ kind: "wordRules", room: room.id })}>
            {t("wordRules")}
          </MenuItem>
        )}
        {mayChangeTopic(room) && (
          <MenuItem icon={Pencil} onSelect={() => setAsked("edit")}>
            {t("edit")}
          </MenuItem>
        )}
        {mayArchive(room) && !room.archived_at && (
          <MenuItem icon={Archive} onSelect={() => setAsked("archive")}>
            {t("archive")}
          </MenuItem>
        )}
        {mayArchive(room) && room.archived_at && (
          <MenuItem icon={ArchiveRestore} onSelect={unarchive}>
            {t("unarchive")}
          </MenuItem>
        )}
        {mayLeave(room) && (
          <>
            <MenuLine />
            <MenuItem icon={Flag} onSelect={() => showDialog({ kind: "report", target: { room } })}>
              {t("reportRoom")}
            </MenuItem>
            <MenuItem icon={LogOut} danger onSelect={() => setAsked("leave")}>
              {t("leave")}
            </MenuItem>
          </>
        )}
      </Menu>
      {asked && <RoomMenuDialogs room={room} asked={asked} onClose={() => setAsked(null)} />}
    </>
  );
}
