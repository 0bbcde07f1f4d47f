import clsx from "clsx";
import { Users } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "@/components/display/Avatar";
import { RoomIcon } from "@/entities/rooms/RoomIcon";
import type { Suggestion } from "./suggestions";
import type { TokenKind } from "./tokens";

type Props = {
  id: string;
  kind: TokenKind | undefined;
  offers: readonly Suggestion[];
  active: Suggestion | undefined;
  onChoose: (offer: Suggestion) => void;
};

const LABELS = { person: "whoToCall", room: "whichRoom", emoji: "whichEmoji" } as const;

/** Above the field, because a phone's keyboard covers what is below it. */
export function Completion({ id, kind = "person", offers, active, onChoose }: Props) {
  const { t } = useTranslation("messages");
  return (
    <>
      <div
        id={id}
        role="listbox"
        aria-label={t(LABELS[kind])}
        className={clsx(
          "absolute bottom-full left-0 z-20 mb-1 w-full max-w-md max-h-[min(16rem,calc(var(--page-height)*0.4))] overflow-y-auto rounded-xl border border-line bg-overlay p-1 shadow-float",
          offers.length === 0 && "hidden",
        )}
      >
        {offers.map((offer) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus
          <div
            key={offer.key}
            id={`${id}-${offer.key}`}
            ref={offer === active ? intoView : undefined}
            role="option"
            tabIndex={-1}
            aria-selected={offer === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(offer)}
            className={clsx(
              "target flex cursor-pointer items-center gap-2.5 rounded-lg px-2.5 text-sm",
              offer === active ? "bg-selected" : "hover:bg-raised",
            )}
          >
            <Offer offer={offer} />
          </div>
        ))}
      </div>
      <p role="status" className="sr-only">
        {offers.length > 0 && t(kind === "person" ? "offers" : "suggestions", { count: offers.length })}
      </p>
    </>
  );
}

/** The list scrolls where the screen is low. */
const intoView = (option: HTMLElement | null) => option?.scrollIntoView?.({ block: "nearest" });

function Offer({ offer }: { offer: Suggestion }) {
  const { t, i18n } = useTranslation("messages");
  switch (offer.kind) {
    case "person":
      return (
        <>
          <Avatar user={offer.user} size="small" />
          <bdi className="min-w-0 truncate">{offer.user.display_name}</bdi>
          <Aside>
            <bdi>@{offer.user.username}</bdi>
          </Aside>
        </>
      );
    case "everybody":
      return (
        <>
          <span className="grid size-6 place-items-center text-muted">
            <Users aria-hidden="true" className="size-4" />
          </span>
          <span>@here</span>
          <Aside>{t("everybodyHere")}</Aside>
        </>
      );
    case "room":
      return (
        <>
          <RoomIcon room={offer.room} />
          <bdi className="min-w-0 truncate">{offer.room.name}</bdi>
        </>
      );
    case "emoji":
      return (
        <>
          <span className="grid size-6 place-items-center text-xl">{offer.emoji}</span>
          <span className="min-w-0 truncate">{i18n.language === "ja" ? offer.japanese : `:${offer.name}:`}</span>
          {i18n.language === "ja" && <Aside>:{offer.name}:</Aside>}
        </>
      );
  }
}

function Aside({ children }: { children: ReactNode }) {
  return <span className="truncate text-muted text-xs">{children}</span>;
}
