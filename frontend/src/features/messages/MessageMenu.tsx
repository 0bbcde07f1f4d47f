import clsx from "clsx";
import { Copy, MoreHorizontal, Pencil, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/IconButton";
import { Menu, MenuItem, MenuLine } from "@/components/Menu";
import { toast } from "@/components/Toast";
import { copyText } from "@/lib/copyText";
import type { Message } from "@/lib/wire";
import type { RowActions } from "./MessageRow";

type Props = { message: Message; actions: RowActions; isStop: boolean };

export function MessageMenu({ message, actions, isStop }: Props) {
  const { t } = useTranslation("messages");
  const copy = async () => toast((await copyText(message.text)) ? t("copied") : t("notCopied"));
  const trigger = (
    <IconButton
      label={t("menu", { name: message.author.display_name })}
      icon={MoreHorizontal}
      tabIndex={isStop ? 0 : -1}
      className={clsx(
        "absolute right-3 border border-line bg-overlay opacity-0 transition-none",
        "group-focus-within:opacity-100 group-hover:opacity-100 aria-expanded:opacity-100",
      )}
    />
  );
  return (
    <Menu trigger={trigger}>
      <MenuItem icon={Copy} onSelect={() => void copy()}>
        {t("copy")}
      </MenuItem>
      {actions.mayEdit(message) && (
        <MenuItem icon={Pencil} onSelect={() => actions.onEdit(message)}>
          {t("edit")}
        </MenuItem>
      )}
      {actions.mayRemove(message) && (
        <>
          <MenuLine />
          <MenuItem icon={Trash2} danger onSelect={() => actions.onRemove(message)}>
            {t("remove")}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
