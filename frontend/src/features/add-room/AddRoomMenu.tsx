import { MessageCircle, Plus, Search } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { Menu, MenuItem } from "@/components/overlay/Menu";
import { useRoomDialogs } from "@/entities/rooms/roomDialogs";

export function AddRoomMenu() {
  const { t } = useTranslation("rooms");
  const show = useRoomDialogs((state) => state.show);
  return (
    <Menu trigger={<IconButton label={t("add")} icon={Plus} />}>
      <MenuItem icon={Plus} onSelect={() => show("new")}>
        {t("newRoom")}
      </MenuItem>
      <MenuItem icon={MessageCircle} onSelect={() => show("talk")}>
        {t("newTalk")}
      </MenuItem>
      <MenuItem icon={Search} onSelect={() => show("browse")}>
        {t("browse")}
      </MenuItem>
    </Menu>
  );
}
