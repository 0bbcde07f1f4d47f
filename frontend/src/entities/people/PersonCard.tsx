import { Eye, EyeOff, Flag, MessageCircle, SmilePlus } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { Button, buttonClass } from "@/components/controls/Button";
import { FormError } from "@/components/form/FormError";
import { Popover, PopoverAt } from "@/components/overlay/Popover";
import { toast } from "@/components/overlay/Toast";
import { useModerationDialogs } from "@/entities/moderation/dialogs";
import { hide, useIsHidden } from "@/entities/moderation/hiddenPeople";
import { errorText } from "@/lib/i18n/errorText";
import type { User } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { isolated } from "@/lib/text/bidi";
import { useLatestUser } from "@/realtime/cache/latestUsers";
import { LocalTime } from "./LocalTime";
import { Portrait } from "./Portrait";
import { PresenceText } from "./PresenceText";
import { StatusText } from "./StatusText";
import { useOpenDirect } from "./useOpenDirect";

/** Opens at its trigger: who the person is, and a button for a direct conversation. */
export function PersonCard({ user, children }: { user: User; children: ReactElement<object> }) {
  return (
    <Popover trigger={children} {...cardOf(user)}>
      {(close) => <Person user={user} onDone={close} />}
    </Popover>
  );
}

/** Opens at one of many buttons, because mounting a card for each of them would be slow. */
export function PersonCardAt({ user, button, onClose }: { user: User; button: HTMLElement; onClose: () => void }) {
  return (
    <PopoverAt button={button} onClose={onClose} {...cardOf(user)}>
      <Person user={user} onDone={onClose} />
    </PopoverAt>
  );
}

const cardOf = (user: User) => ({
  "aria-label": isolated(user.display_name),
  hideWhenDetached: true,
  className: "w-72 max-w-[calc(100vw-1rem)] p-4",
});

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
            <bdi>@{latest.username}</bdi> <PresenceText user={user.id} className="ml-1" />
          </p>
        </div>
      </div>
      {latest.status && (
        <p className="bounded mt-3 text-pretty text-sm">
          <StatusText user={latest} className="whitespace-normal" />
        </p>
      )}
      {!isMe && <LocalTime user={user.id} />}
      <div className="mt-4">{isMe ? <OwnStatus onDone={onDone} /> : <Talk user={user} onDone={onDone} />}</div>
      {!isMe && <Distance user={latest} onDone={onDone} />}
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

/** What one does against a person: hide them, report them. */
function Distance({ user, onDone }: { user: User; onDone: () => void }) {
  const { t } = useTranslation("people");
  const isHidden = useIsHidden(user.id);
  const show = useModerationDialogs((state) => state.show);
  const toggle = () => {
    // The button that opened the card is folded away with its message.
    onDone();
    hide(user.id, !isHidden).then(
      () => toast(isHidden ? t("shownAgain", { name: user.display_name }) : t("isHidden", { name: user.display_name })),
      (error) => toast.error(errorText(error)),
    );
  };
  const report = () => {
    onDone();
    show({ kind: "report", target: { user } });
  };
  return (
    <div className="mt-2 flex flex-wrap gap-2 *:flex-auto *:whitespace-nowrap *:px-2">
      <Button look="quiet" onClick={toggle}>
        {isHidden ? <Eye aria-hidden="true" className="size-4" /> : <EyeOff aria-hidden="true" className="size-4" />}
        {isHidden ? t("showAgain") : t("hide")}
      </Button>
      <Button look="quiet" onClick={report}>
        <Flag aria-hidden="true" className="size-4" />
        {t("report")}
      </Button>
    </div>
  );
}

function OwnStatus({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("people");
  return (
    <Link to="/settings/profile#status" onClick={onDone} className={`${buttonClass()} w-full`}>
      <SmilePlus aria-hidden="true" className="size-4 text-muted" />
      {t("setStatus")}
    </Link>
  );
}
