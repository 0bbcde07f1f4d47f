import { lazy } from "react";

/** Nobody waits for these to read a room: each is loaded when it is first asked for. */
export const AddedNotice = lazy(async () => ({
  default: (await import("@/features/added-to-room/AddedNotice")).AddedNotice,
}));
export const RoomMenuDialogs = lazy(async () => ({ default: (await import("./RoomMenuDialogs")).RoomMenuDialogs }));
