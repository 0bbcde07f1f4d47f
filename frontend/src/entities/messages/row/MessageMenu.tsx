import { MoreHorizontal } from "lucide-react";
import { Fragment, useContext } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { Menu, MenuItem, MenuLine } from "@/components/overlay/Menu";
import { MessageActionsContext } from "@/entities/messages/actions";
import { useNameOf } from "@/entities/people/useNameOf";
import { keysOf, SHORTCUTS } from "@/lib/browser/shortcuts";
import type { Message } from "@/lib/protocol/types";

type Props = { message: Message; className: string };

/** The last button of a message's toolbar. */
export function MessageMenu({ message, className }: Props) {
  const { t } = useTranslation("messages");
  const nameOf = useNameOf();
  const label = t("menu", { name: nameOf(message.author) });
  return (
    <Menu trigger={<IconButton label={label} icon={MoreHorizontal} className={className} />}>
      <Actions message={message} />
    </Menu>
  );
}

function Actions({ message }: { message: Message }) {
  const { actionsOf } = useContext(MessageActionsContext);
  return actionsOf(message).map(({ name, icon, label, danger, run }) => (
    <Fragment key={name}>
      {danger && <MenuLine />}
      <MenuItem icon={icon} danger={danger} shortcut={keysOf(SHORTCUTS.messages[name]).join(" ")} onSelect={run}>
        {label}
      </MenuItem>
    </Fragment>
  ));
}
