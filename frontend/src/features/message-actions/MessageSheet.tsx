import clsx from "clsx";
import { SmilePlus, TextSelect } from "lucide-react";
import { useContext, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { EmojiPopover } from "@/components/emoji/EmojiPopover";
import { favouriteEmoji, rememberEmoji } from "@/components/emoji/recentEmoji";
import { BottomSheet } from "@/components/overlay/BottomSheet";
import { MessageActionsContext } from "@/entities/messages/actions";
import { messageWords } from "@/entities/messages/messageWords";
import { useNameOf } from "@/entities/people/useNameOf";
import { useBackToClose } from "@/lib/hooks/useBackToClose";
import type { Message } from "@/lib/protocol/types";
import { TextDialog } from "./TextDialog";

const FAVOURITES = 6;

type Props = { message: Message; onClose: () => void };

/** What can be done with a message, after a long press. Going back closes it. */
export function MessageSheet({ message, onClose }: Props) {
  const { t } = useTranslation("messages");
  const nameOf = useNameOf();
  const { actionsOf, mayReact, react, showDialog } = useContext(MessageActionsContext);
  const close = useBackToClose(onClose);
  const selectText = {
    name: "selectText",
    icon: TextSelect,
    label: t("selectText"),
    danger: false,
    run: () => showDialog(TextDialog, message),
  };
  const actions = actionsOf(message);
  const entries = message.deleted_at
    ? actions
    : actions.flatMap((each) => (each.name === "copy" ? [each, selectText] : [each]));
  return (
    <BottomSheet title={t("menu", { name: nameOf(message.author) })} onClose={close}>
      {/* It may be below the sheet. */}
      <p className="truncate px-3 pt-1 pb-2 text-muted text-sm">
        <bdi className="font-semibold text-text">{nameOf(message.author)}</bdi> {messageWords(message)}
      </p>
      {mayReact && !message.deleted_at && <EmojiRow onPick={(emoji) => close(() => react(message, emoji))} />}
      <ul>
        {entries.map(({ name, icon: Icon, label, danger, run }) => (
          <li key={name}>
            <button
              type="button"
              onClick={() => close(run)}
              className={clsx(
                "flex min-h-12 w-full items-center gap-4 rounded-xl px-3 text-base active:bg-raised",
                danger && "text-danger",
              )}
            >
              <Icon aria-hidden="true" className={clsx("size-5 shrink-0", !danger && "text-muted")} />
              {label}
            </button>
          </li>
        ))}
      </ul>
    </BottomSheet>
  );
}

function EmojiRow({ onPick }: { onPick: (emoji: string) => void }) {
  const { t } = useTranslation("messages");
  const [favourites] = useState(() => favouriteEmoji(FAVOURITES));
  const pick = (emoji: string) => {
    rememberEmoji(emoji);
    onPick(emoji);
  };
  return (
    <div className="mb-1 flex justify-between border-line border-b px-1 pb-2">
      {favourites.map((emoji) => (
        <button
          key={emoji}
          type="button"
          aria-label={t("reactWith", { emoji })}
          onClick={() => pick(emoji)}
          className="grid size-11 place-items-center rounded-full text-2xl active:bg-raised"
        >
          {emoji}
        </button>
      ))}
      <EmojiPopover trigger={<IconButton label={t("react")} icon={SmilePlus} className="size-11" />} onPick={onPick} />
    </div>
  );
}
