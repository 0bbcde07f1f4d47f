import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { ActionContext, MessageAction, OfferedAction } from "@/entities/messages/actions";
import type { Message, RoomSummary } from "@/lib/protocol/types";

type Options = Omit<ActionContext, "room"> & { actions: readonly MessageAction[]; room: RoomSummary };

/** The actions that I may run on a message of this room. */
export function useMessageActions({ actions, room, me, isMuted, reply, edit, openThread, showDialog }: Options) {
  const { t } = useTranslation("messages");
  const { role, archived_at, posting, kind, member_count } = room;
  return useCallback(
    (message: Message): OfferedAction[] => {
      const here = { role, archived_at, posting, kind, member_count };
      const context = { room: here, me, isMuted, reply, edit, openThread, showDialog };
      return actions
        .filter(({ forDeleted, isOffered }) => (forDeleted || !message.deleted_at) && isOffered(message, context))
        .map(({ name, icon, undo, danger = false, inToolbar = false, run }) => {
          const look = undo?.(message) ?? { icon, label: name };
          return { name, icon: look.icon, label: t(look.label), danger, inToolbar, run: () => run(message, context) };
        });
    },
    [actions, role, archived_at, posting, kind, member_count, me, isMuted, reply, edit, openThread, showDialog, t],
  );
}
