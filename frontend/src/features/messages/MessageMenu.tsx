import clsx from "clsx";
import { MoreHorizontal } from "lucide-react";
import { Fragment, useContext } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/IconButton";
import { Menu, MenuItem, MenuLine } from "@/components/Menu";
import type { Message } from "@/lib/wire";
import { DeedsOf } from "./deeds";

export function MessageMenu({ message, isStop }: { message: Message; isStop: boolean }) {
  const { t } = useTranslation("messages");
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
      <Deeds message={message} />
    </Menu>
  );
}

function Deeds({ message }: { message: Message }) {
  return useContext(DeedsOf)(message).map(({ name, icon, label, danger, act }) => (
    <Fragment key={name}>
      {danger && <MenuLine />}
      <MenuItem icon={icon} danger={danger} onSelect={act}>
        {label}
      </MenuItem>
    </Fragment>
  ));
}
