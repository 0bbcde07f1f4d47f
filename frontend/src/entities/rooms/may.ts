import type { Member } from "@/lib/protocol/types";
import { may, type RoomState } from "./permissions";

export const mayChangeTopic = (room: RoomState) => may("setRules", room);

export const mayRename = (room: RoomState) => may("rename", room);

export const mayArchive = (room: RoomState) => may("archive", room);

export const mayLeave = (room: RoomState) => may("leave", room);

export const mayInvite = (room: RoomState) => may("invite", room);

export const maySeeInvitations = (room: RoomState) => may("revokeInvitation", room);

export const mayAddPeople = (room: RoomState) => may(room.kind === "private" ? "addToPrivate" : "addToPublic", room);

export const mayChangeRoles = (room: RoomState) => may("changeRole", room);

export const mayRemove = (room: RoomState, member: Member) =>
  may(member.role === "member" ? "removeMember" : "removeModerator", room);

export const mayBan = (room: RoomState) => may("ban", room);
