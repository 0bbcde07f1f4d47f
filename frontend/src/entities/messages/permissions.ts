import { may, type RoomState } from "@/entities/rooms/permissions";
import type { Message } from "@/lib/protocol/types";

export const mayWrite = (room: RoomState) => may("send", room);

export const mayReact = (room: RoomState) => may("react", room);

export const mayPin = (room: RoomState) => may("pin", room);

export const mayEdit = (room: RoomState, message: Message, me: number) =>
  message.author.id === me && !message.deleted_at && may("edit", room);

export const mayRemove = (room: RoomState, message: Message, me: number) =>
  !message.deleted_at && may(message.author.id === me ? "deleteOwn" : "deleteOthers", room);
