import { lazy } from "react";

/** Nobody waits for these to read a room: each is loaded when it is first asked for. */
export const AddedNotice = lazy(async () => ({ default: (await import("./AddedNotice")).AddedNotice }));
export const MembersPanel = lazy(async () => ({ default: (await import("./MembersPanel")).MembersPanel }));
export const RoomMenuDialogs = lazy(async () => ({ default: (await import("./RoomMenuDialogs")).RoomMenuDialogs }));
export const OpenRoomDialogs = lazy(async () => ({ default: (await import("./OpenRoomDialogs")).OpenRoomDialogs }));
