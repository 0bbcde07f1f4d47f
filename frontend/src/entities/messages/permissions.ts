import { may, type RoomState } from "@/entities/rooms/permissions";
import type { Message } from "@/lib/protocol/types";
import { serverNow } from "@/lib/session/serverTime";

export const mayWrite = (room: RoomState) => may("send", room);

export const mayReact = (room: RoomState) => may("react", room);

export const mayPin = (room: RoomState) => may("pin", room);

export const mayEdit = (room: RoomState, message: Message, me: number) =>
  message.author.id === me && !message.deleted_at && may("edit", room);

/** Milliseconds for which the server keeps what somebody else than its author deleted. */
const KEPT = 24 * 3_600_000;

export const mayRestore = (room: RoomState, { author, deleted_at, deleted_by }: Message) =>
  deleted_at !== null &&
  deleted_by !== author.id &&
  serverNow().getTime() - Date.parse(deleted_at) < KEPT &&
  may("deleteOthers", room);

export const mayRemove = (room: RoomState, message: Message, me: number) =>
  !message.deleted_at && may(message.author.id === me ? "deleteOwn" : "deleteOthers", room);
