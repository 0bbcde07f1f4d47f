import { SmilePlus } from "lucide-react";
import { type MouseEvent, useContext, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { Toolbar } from "@/components/controls/Toolbar";
import { EmojiPopover } from "@/components/emoji/EmojiPopover";
import { favouriteEmoji, rememberEmoji } from "@/components/emoji/recentEmoji";
import { MessageActionsContext } from "@/entities/messages/actions";
import type { Message } from "@/lib/protocol/types";
import { MessageMenu } from "./MessageMenu";
import "./toolbar.css";

/** Emoji at hand. */
const FAVOURITES = 3;
const button = "min-h-8! min-w-8!";

type Props = { message: Message; isEntered: boolean };

/** The toolbar of the message under the pointer or with the focus. Tab passes one that only the pointer shows. */
export function MessageToolbar({ message, isEntered }: Props) {
  const { t } = useTranslation("messages");
  const { mayReact, actionsOf } = useContext(MessageActionsContext);
  const actions = actionsOf(message).filter(({ inToolbar }) => inToolbar);
  return (
    <Toolbar
      aria-label={t("actions")}
      isPassed={!isEntered}
      className="message-tools absolute -top-6 right-3 flex md:right-5 rounded-lg border border-line bg-overlay p-px shadow-sm"
    >
      {mayReact && !message.deleted_at && <QuickReactions message={message} />}
      {actions.map(({ name, icon, label, run }) => (
        <IconButton
          key={name}
          label={label}
          icon={icon}
          onClick={(event) => runFromRow(event, run)}
          className={button}
        />
      ))}
      <MessageMenu message={message} className={button} />
    </Toolbar>
  );
}

/** The row outlives its toolbar, so what the action opens returns the focus to the row. */
function runFromRow({ currentTarget }: MouseEvent, run: () => void) {
  currentTarget.closest("article")?.focus({ preventScroll: true });
  run();
}

function QuickReactions({ message }: { message: Message }) {
  const { t } = useTranslation("messages");
  const { react } = useContext(MessageActionsContext);
  // They keep their places while the toolbar is open.
  const [favourites] = useState(() => favouriteEmoji(FAVOURITES));
  const pick = (emoji: string) => {
    rememberEmoji(emoji);
    react(message, emoji);
  };
  const more = <IconButton label={t("react")} icon={SmilePlus} className={button} />;
  return (
    <>
      {favourites.map((emoji) => (
        <button
          key={emoji}
          type="button"
          aria-label={t("reactWith", { emoji })}
          onClick={() => pick(emoji)}
          className="grid size-8 place-items-center rounded-lg text-base hover:bg-raised"
        >
          {emoji}
        </button>
      ))}
      <EmojiPopover trigger={more} onPick={(emoji) => react(message, emoji)} />
    </>
  );
}
