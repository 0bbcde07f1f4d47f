import type { Message, RoomSummary } from "@/lib/wire";

type Room = Pick<RoomSummary, "role" | "archived_at" | "posting" | "kind">;

const leads = ({ role }: Room) => role === "owner" || role === "moderator";

/** What the server will allow, so that nothing is offered which it then refuses. The server decides. */
export const mayWrite = (room: Room) => !room.archived_at && (room.posting === "everybody" || leads(room));

export const mayReact = ({ archived_at, role }: Room) => !archived_at && role !== null;

export const mayPin = (room: Room) => !room.archived_at && (room.kind === "direct" || leads(room));

export const mayEdit = ({ archived_at }: Room, message: Message, me: number) =>
  !archived_at && message.author.id === me && !message.deleted_at;

export const mayRemove = (room: Room, message: Message, me: number) =>
  !room.archived_at && !message.deleted_at && (message.author.id === me || leads(room));
