import clsx from "clsx";
import { useContext } from "react";
import { useTranslation } from "react-i18next";
import { EmojiButton } from "@/components/emoji/EmojiButton";
import { MessageActionsContext } from "@/entities/messages/actions";
import type { Message } from "@/lib/protocol/types";
import { MessageMenu } from "./MessageMenu";

type Props = { message: Message; isStop: boolean };

/** The toolbar of the message under the pointer or with the focus. */
export function MessageToolbar({ message, isStop }: Props) {
  const { t } = useTranslation("messages");
  const { mayReact, react } = useContext(MessageActionsContext);
  const tabIndex = isStop ? 0 : -1;
  return (
    <div
      className={clsx(
        "absolute -top-3 right-3 flex rounded-lg border border-line bg-overlay opacity-0 transition-none",
        "group-focus-within:opacity-100 group-hover:opacity-100 has-data-[state=open]:opacity-100",
      )}
    >
      {mayReact && !message.deleted_at && (
        <EmojiButton label={t("react")} tabIndex={tabIndex} onPick={(emoji) => react(message, emoji)} />
      )}
      <MessageMenu message={message} tabIndex={tabIndex} />
    </div>
  );
}
