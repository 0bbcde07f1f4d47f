import { useQueryClient } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { Menu, MenuItem } from "@/components/overlay/Menu";
import { useListDialogs } from "@/entities/rooms/mine/listDialogs";
import { moveSection } from "@/entities/rooms/mine/moveSection";
import { useSections } from "@/entities/rooms/mine/sections";
import type { Section } from "@/lib/protocol/types";

export function SectionMenu({ section }: { section: Section }) {
  const { t } = useTranslation("rooms");
  const client = useQueryClient();
  const show = useListDialogs((state) => state.show);
  const sections = useSections();
  const at = sections.findIndex(({ id }) => id === section.id);
  const move = (position: number) => void moveSection(client, section.id, position);
  const trigger = (
    <IconButton
      label={t("menuOf", { name: section.name })}
      icon={Ellipsis}
      className="opacity-0 focus-visible:opacity-100 group-hover/heading:opacity-100 data-[state=open]:opacity-100 pointer-coarse:opacity-100"
    />
  );
  return (
    <Menu trigger={trigger}>
      <MenuItem icon={Pencil} onSelect={() => show({ kind: "rename", section: section.id })}>
        {t("renameSection")}
      </MenuItem>
      {at > 0 && (
        <MenuItem icon={ArrowUp} onSelect={() => move(at - 1)}>
          {t("moveUp")}
        </MenuItem>
      )}
      {at < sections.length - 1 && (
        <MenuItem icon={ArrowDown} onSelect={() => move(at + 1)}>
          {t("moveDown")}
        </MenuItem>
      )}
      <MenuItem icon={Trash2} danger onSelect={() => show({ kind: "delete", section: section.id })}>
        {t("deleteSection")}
      </MenuItem>
    </Menu>
  );
}
