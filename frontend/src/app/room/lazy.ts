import { lazy } from "react";

/** Parts of the room page that few visits need. Each is loaded when it is first rendered. */
export const AddedNotice = lazy(async () => ({
  default: (await import("@/features/added-to-room/AddedNotice")).AddedNotice,
}));
export const RoomMenuDialogs = lazy(async () => ({ default: (await import("./RoomMenuDialogs")).RoomMenuDialogs }));
