import { MessageCircle, SmilePlus } from "lucide-react";
import { Popover } from "radix-ui";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { Button, buttonClass } from "@/components/controls/Button";
import { FormError } from "@/components/form/FormError";
import type { User } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { useLatestUser } from "@/realtime/cache/latestUsers";
import { Portrait } from "./Portrait";
import { PresenceText } from "./PresenceText";
import { StatusText } from "./StatusText";
import { useOpenDirect } from "./useOpenDirect";

/** Opens at its trigger: who the person is, and a button for a direct conversation. */
export function PersonCard({ user, children }: { user: User; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>{children}</Popover.Trigger>
      <Card user={user} onDone={() => setOpen(false)} />
    </Popover.Root>
  );
}

/** Opens at one of many buttons, because mounting a card for each of them would be slow. */
export function PersonCardAt({ user, button, onClose }: { user: User; button: HTMLElement; onClose: () => void }) {
  const anchor = useMemo(() => ({ current: button }), [button]);
  const keepForButton = (event: CustomEvent<{ originalEvent: Event }>) => {
    // The button closes the card by itself.
    if (button.contains(event.detail.originalEvent.target as Node)) event.preventDefault();
  };
  const focusBack = (event: Event) => {
    event.preventDefault();
    if (document.activeElement === document.body) button.focus();
  };
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor virtualRef={anchor} />
      <Card user={user} onDone={onClose} onInteractOutside={keepForButton} onCloseAutoFocus={focusBack} />
    </Popover.Root>
  );
}

type CardProps = Popover.PopoverContentProps & { user: User; onDone: () => void };

function Card({ user, onDone, ...rest }: CardProps) {
  return (
    <Popover.Portal>
      <Popover.Content
        {...rest}
        sideOffset={6}
        collisionPadding={8}
        hideWhenDetached
        aria-label={user.display_name}
        className="z-50 w-72 max-w-[calc(100vw-1rem)] animate-rise rounded-xl border border-line bg-overlay p-4 shadow-float"
      >
        <Person user={user} onDone={onDone} />
      </Popover.Content>
    </Popover.Portal>
  );
}

function Person({ user, onDone }: { user: User; onDone: () => void }) {
  const latest = useLatestUser(user);
  const isMe = useSession((state) => state.user?.id) === user.id;
  return (
    <>
      <div className="flex items-center gap-3">
        <Portrait user={latest} />
        <div className="min-w-0 text-sm leading-tight">
          <p className="truncate font-semibold">
            <bdi>{latest.display_name}</bdi>
          </p>
          <p className="truncate text-muted text-xs">
            @{latest.username} <PresenceText user={user.id} className="ml-1" />
          </p>
        </div>
      </div>
      {latest.status && (
        <p className="bounded mt-3 text-pretty text-sm">
          <StatusText user={latest} className="whitespace-normal" />
        </p>
      )}
      <div className="mt-4">{isMe ? <OwnStatus onDone={onDone} /> : <Talk user={user} onDone={onDone} />}</div>
    </>
  );
}

function Talk({ user, onDone }: { user: User; onDone: () => void }) {
  const { t } = useTranslation("people");
  const navigate = useNavigate();
  const direct = useOpenDirect();
  const open = () =>
    direct.mutate([user], {
      onSuccess: ({ id }) => {
        onDone();
        navigate(`/rooms/${id}`);
      },
    });
  return (
    <>
      <FormError error={direct.error} className="mb-3" />
      <Button look="primary" busy={direct.isPending} onClick={open} className="w-full">
        <MessageCircle aria-hidden="true" className="size-4" />
        {t("talk")}
      </Button>
    </>
  );
}

function OwnStatus({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("people");
  return (
    <Link to="/settings" onClick={onDone} className={`${buttonClass()} w-full`}>
      <SmilePlus aria-hidden="true" className="size-4 text-muted" />
      {t("setStatus")}
    </Link>
  );
}
