import clsx from "clsx";
import { Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Avatar } from "@/components/display/Avatar";
import type { Suggestion } from "./suggestions";

type Props = {
  id: string;
  offers: readonly Suggestion[];
  active: Suggestion | undefined;
  onChoose: (offer: Suggestion) => void;
};

/** Above the field, because a phone's keyboard covers what is below it. */
export function Completion({ id, offers, active, onChoose }: Props) {
  const { t } = useTranslation("messages");
  return (
    <>
      <div
        id={id}
        role="listbox"
        aria-label={t("whoToCall")}
        className={clsx(
          "absolute right-0 bottom-full left-0 z-20 mb-1 max-h-64 overflow-y-auto rounded-xl border border-line bg-overlay p-1 shadow-float",
          offers.length === 0 && "hidden",
        )}
      >
        {offers.map((offer) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus
          <div
            key={offer.key}
            id={`${id}-${offer.key}`}
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
            {offer.user ? <Person user={offer.user} /> : <Everybody />}
          </div>
        ))}
      </div>
      <p role="status" className="sr-only">
        {offers.length > 0 && t("offers", { count: offers.length })}
      </p>
    </>
  );
}

function Person({ user }: { user: NonNullable<Suggestion["user"]> }) {
  return (
    <>
      <Avatar user={user} size="small" />
      <span className="min-w-0 truncate">{user.display_name}</span>
      <span className="truncate text-muted text-xs">@{user.username}</span>
    </>
  );
}

function Everybody() {
  const { t } = useTranslation("messages");
  return (
    <>
      <span className="grid size-6 place-items-center text-muted">
        <Users aria-hidden="true" className="size-4" />
      </span>
      <span>@here</span>
      <span className="truncate text-muted text-xs">{t("everybodyHere")}</span>
    </>
  );
}
