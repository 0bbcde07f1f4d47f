import {
  CheckCheck,
  Copy,
  Forward,
  Link2,
  type LucideIcon,
  MessagesSquare,
  Pencil,
  Pin,
  PinOff,
  Reply,
  SmilePlus,
  Trash2,
} from "lucide-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "@/components/overlay/Toast";
import type { Asked, Deed } from "@/entities/messages/actions";
import { permalink } from "@/entities/messages/permalink";
import { mayEdit, mayPin, mayRemove, mayWrite } from "@/entities/messages/permissions";
import { tellsReaders } from "@/entities/messages/readers";
import { copyText } from "@/lib/browser/clipboard";
import type { Message, RoomSummary } from "@/lib/protocol/types";

const ICONS = {
  reply: Reply,
  thread: MessagesSquare,
  copy: Copy,
  copyLink: Link2,
  forward: Forward,
  pin: Pin,
  reactors: SmilePlus,
  readers: CheckCheck,
  edit: Pencil,
  remove: Trash2,
} satisfies Record<string, LucideIcon>;

type Handlers = {
  onEdit: (message: Message) => void;
  onReply: (message: Message) => void;
  onThread: ((root: number) => void) | null;
  pin: (message: Message) => void;
  ask: (what: Asked, message: Message) => void;
};

/** What I may do with a message of this room. */
export function useDeeds(room: RoomSummary, me: number, { onEdit, onReply, onThread, pin, ask }: Handlers) {
  const { t } = useTranslation("messages");
  const { role, archived_at, posting, kind, member_count } = room;
  return useCallback(
    (message: Message): Deed[] => {
      const here = { role, archived_at, posting, kind };
      const copy = async (text: string, done: string) => toast((await copyText(text)) ? done : t("notCopied"));
      const deed = (name: keyof typeof ICONS, may: boolean, act: () => void, more: Partial<Deed> = {}): Deed[] =>
        may ? [{ name, icon: ICONS[name], label: t(name), act, ...more }] : [];
      if (message.deleted_at) {
        return onThread && message.replies ? deed("thread", true, () => onThread(message.id)) : [];
      }
      const unpin = message.pinned_at ? { label: t("unpin"), icon: PinOff } : {};
      return [
        ...deed("reply", mayWrite(here), () => onReply(message)),
        ...deed("thread", onThread !== null, () => onThread?.(message.id)),
        ...deed("copy", true, () => void copy(message.text, t("copied"))),
        ...deed("copyLink", true, () => void copy(permalink(message), t("linkCopied"))),
        ...deed("forward", true, () => ask("forward", message)),
        ...deed("pin", mayPin(here), () => pin(message), unpin),
        ...deed("reactors", message.reactions.length > 0, () => ask("reactors", message)),
        ...deed("readers", tellsReaders({ kind, member_count }), () => ask("readers", message)),
        ...deed("edit", mayEdit(here, message, me), () => onEdit(message)),
        ...deed("remove", mayRemove(here, message, me), () => ask("remove", message), { danger: true }),
      ];
    },
    [role, archived_at, posting, kind, member_count, me, onEdit, onReply, onThread, pin, ask, t],
  );
}
