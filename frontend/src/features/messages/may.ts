import type { Message, RoomSummary } from "@/lib/wire";

type Room = Pick<RoomSummary, "role" | "archived_at">;

/** What the server will allow, so that nothing is offered which it then refuses. The server decides. */
export const mayEdit = ({ archived_at }: Room, message: Message, me: number) =>
  !archived_at && message.author.id === me && !message.deleted_at;

export const mayRemove = ({ role, archived_at }: Room, message: Message, me: number) =>
  !archived_at && !message.deleted_at && (message.author.id === me || role === "owner" || role === "moderator");
