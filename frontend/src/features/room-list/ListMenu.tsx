import { CheckCheck, FolderPlus, ListCollapse } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { Menu, MenuItem } from "@/components/overlay/Menu";
import { useListDialogs } from "@/entities/rooms/mine/listDialogs";

/** What one does with the whole list. */
export function ListMenu() {
  const { t } = useTranslation("rooms");
  const show = useListDialogs((state) => state.show);
  return (
    <Menu trigger={<IconButton label={t("listMenu")} icon={ListCollapse} />}>
      <MenuItem icon={CheckCheck} onSelect={() => show({ kind: "readAll" })}>
        {t("readAll")}
      </MenuItem>
      <MenuItem icon={FolderPlus} onSelect={() => show({ kind: "new" })}>
        {t("newSection")}
      </MenuItem>
    </Menu>
  );
}
