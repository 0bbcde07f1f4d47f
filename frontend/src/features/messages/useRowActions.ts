import { useMemo } from "react";
import type { Message, RoomSummary } from "@/lib/wire";
import type { RowActions } from "./MessageRow";

type Handlers = Pick<RowActions, "onEdit" | "onRemove">;

/** The same object as long as nothing about me changes: every row on the page gets it. */
export function useRowActions(
  { role, archived_at }: RoomSummary,
  me: number,
  { onEdit, onRemove }: Handlers,
): RowActions {
  return useMemo(() => {
    const isMine = (message: Message) => message.author.id === me && !message.deleted_at;
    const leads = role === "owner" || role === "moderator";
    return {
      mayEdit: (message) => !archived_at && isMine(message),
      mayRemove: (message) => !archived_at && !message.deleted_at && (leads || isMine(message)),
      onEdit,
      onRemove,
    };
  }, [role, archived_at, me, onEdit, onRemove]);
}
