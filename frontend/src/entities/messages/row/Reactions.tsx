import clsx from "clsx";
import { useContext } from "react";
import { useTranslation } from "react-i18next";
import { Tooltip } from "@/components/controls/Tooltip";
import { EmojiButton } from "@/components/emoji/EmojiButton";
import { MessageActionsContext } from "@/entities/messages/actions";
import { PeopleContext } from "@/entities/messages/peopleContext";
import { useNameOf } from "@/entities/people/useNameOf";
import type { Message, Reaction } from "@/lib/protocol/types";

const NAMED = 6;

type Props = { message: Message; me: number; isStop: boolean };

export function Reactions({ message, me, isStop }: Props) {
  const { t } = useTranslation("messages");
  const { mayReact, react } = useContext(MessageActionsContext);
  if (message.reactions.length === 0) return null;
  return (
    <div className="mt-1 flex flex-wrap gap-1">
      {message.reactions.map((reaction) => (
        <Chip
          key={reaction.emoji}
          reaction={reaction}
          isMine={reaction.users.includes(me)}
          disabled={!mayReact}
          tabIndex={isStop ? 0 : -1}
          onToggle={() => react(message, reaction.emoji)}
        />
      ))}
      {mayReact && (
        <EmojiButton
          label={t("react")}
          tabIndex={isStop ? 0 : -1}
          onPick={(emoji) => react(message, emoji)}
          className="min-h-7! min-w-8! rounded-full! border border-line"
        />
      )}
    </div>
  );
}

type ChipProps = { reaction: Reaction; isMine: boolean; disabled: boolean; tabIndex: number; onToggle: () => void };

function Chip({ reaction: { emoji, count, users }, isMine, disabled, tabIndex, onToggle }: ChipProps) {
  const { t } = useTranslation("messages");
  return (
    <Tooltip text={useNames(users, count)}>
      <button
        type="button"
        aria-pressed={isMine}
        aria-label={t("reaction", { emoji, count })}
        disabled={disabled}
        tabIndex={tabIndex}
        onClick={onToggle}
        className={clsx(
          "flex h-7 items-center gap-1.5 rounded-full border px-2 text-sm tabular-nums pointer-coarse:h-9 pointer-coarse:px-3",
          isMine
            ? "border-edge bg-selected font-semibold text-text forced-colors:border-3"
            : "border-line bg-raised text-muted hover:border-edge",
        )}
      >
        <span aria-hidden="true">{emoji}</span>
        {count}
      </button>
    </Tooltip>
  );
}

/** Names the people who are known without a request. The message's menu has the whole list. */
function useNames(users: readonly number[], count: number) {
  const { t, i18n } = useTranslation("messages");
  const people = useContext(PeopleContext);
  const nameOf = useNameOf();
  const known = users
    .flatMap((id) => people.get(id) ?? [])
    .slice(0, NAMED)
    .map(nameOf);
  const others = count - known.length;
  const list = others > 0 ? [...known, t("others", { count: others })] : known;
  return new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(list);
}
