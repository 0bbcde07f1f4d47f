import { SmilePlus } from "lucide-react";
import * as Toolbar from "radix-ui/toolbar";
import { type MouseEvent, useContext, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
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

/** Of the toolbar and its buttons: while the focus is elsewhere, Tab passes a toolbar that the pointer shows. */
type Stop = { tabIndex?: -1 };
const PASSED: Stop = { tabIndex: -1 };
const OPEN: Stop = {};

/** The toolbar of the message under the pointer or with the focus. It is one tab stop; arrow keys move inside. */
export function MessageToolbar({ message, isEntered }: Props) {
  const { t } = useTranslation("messages");
  const { mayReact, actionsOf } = useContext(MessageActionsContext);
  const stop = isEntered ? OPEN : PASSED;
  const actions = actionsOf(message).filter(({ inToolbar }) => inToolbar);
  return (
    <Toolbar.Root
      aria-label={t("actions")}
      {...stop}
      className="message-tools absolute -top-6 right-3 flex md:right-5 rounded-lg border border-line bg-overlay p-px shadow-sm"
    >
      {mayReact && !message.deleted_at && <QuickReactions message={message} stop={stop} />}
      {actions.map(({ name, icon, label, run }) => (
        <Toolbar.Button key={name} asChild {...stop}>
          <IconButton label={label} icon={icon} onClick={(event) => runFromRow(event, run)} className={button} />
        </Toolbar.Button>
      ))}
      <MessageMenu message={message} stop={stop} className={button} />
    </Toolbar.Root>
  );
}

/** The row outlives its toolbar, so what the action opens returns the focus to the row. */
function runFromRow({ currentTarget }: MouseEvent, run: () => void) {
  currentTarget.closest("article")?.focus({ preventScroll: true });
  run();
}

function QuickReactions({ message, stop }: { message: Message; stop: Stop }) {
  const { t } = useTranslation("messages");
  const { react } = useContext(MessageActionsContext);
  // They keep their places while the toolbar is open.
  const [favourites] = useState(() => favouriteEmoji(FAVOURITES));
  const pick = (emoji: string) => {
    rememberEmoji(emoji);
    react(message, emoji);
  };
  const more = (
    <Toolbar.Button asChild {...stop}>
      <IconButton label={t("react")} icon={SmilePlus} className={button} />
    </Toolbar.Button>
  );
  return (
    <>
      {favourites.map((emoji) => (
        <Toolbar.Button
          key={emoji}
          aria-label={t("reactWith", { emoji })}
          onClick={() => pick(emoji)}
          {...stop}
          className="grid size-8 place-items-center rounded-lg text-base hover:bg-raised"
        >
          {emoji}
        </Toolbar.Button>
      ))}
      <EmojiPopover trigger={more} onPick={(emoji) => react(message, emoji)} />
    </>
  );
}
