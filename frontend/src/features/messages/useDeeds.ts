import { Copy, Forward, Link2, type LucideIcon, Pencil, Trash2 } from "lucide-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "@/components/Toast";
import { copyText } from "@/lib/copyText";
import type { Message, RoomSummary } from "@/lib/wire";
import type { Deed } from "./deeds";
import { mayEdit, mayRemove } from "./may";
import { permalink } from "./permalink";

type Handlers = Record<"onEdit" | "onRemove" | "onForward", (message: Message) => void>;

const ICONS = { copy: Copy, copyLink: Link2, forward: Forward, edit: Pencil, remove: Trash2 } satisfies Record<
  string,
  LucideIcon
>;

/** What I may do with a message of this room. */
export function useDeeds(room: RoomSummary, me: number, { onEdit, onRemove, onForward }: Handlers) {
  const { t } = useTranslation("messages");
  const { role, archived_at } = room;
  return useCallback(
    (message: Message): Deed[] => {
      const deed = (name: keyof typeof ICONS, act: () => void): Deed => ({
        name,
        icon: ICONS[name],
        label: t(name),
        act,
      });
      const copy = async (text: string, done: string) => toast((await copyText(text)) ? done : t("notCopied"));
      if (message.deleted_at) return [];
      const deeds = [
        deed("copy", () => void copy(message.text, t("copied"))),
        deed("copyLink", () => void copy(permalink(message), t("linkCopied"))),
        deed("forward", () => onForward(message)),
      ];
      if (mayEdit({ role, archived_at }, message, me)) deeds.push(deed("edit", () => onEdit(message)));
      if (mayRemove({ role, archived_at }, message, me)) {
        deeds.push({ ...deed("remove", () => onRemove(message)), danger: true });
      }
      return deeds;
    },
    [role, archived_at, me, onEdit, onRemove, onForward, t],
  );
}
