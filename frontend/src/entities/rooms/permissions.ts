import type { Member, Role, RoomSummary } from "@/lib/protocol/types";

export type RoomState = Pick<RoomSummary, "role" | "kind" | "archived_at" | "posting">;

type Rule = {
  roles: readonly Role[];
  /** Also for everybody in a direct room. */
  direct?: true;
  /** Also in an archived room. */
  archived?: true;
  /** Not for members where only moderators post. */
  posts?: true;
};

const EVERYBODY = ["owner", "moderator", "member"] as const;
const MODERATORS = ["owner", "moderator"] as const;
const OWNERS = ["owner"] as const;

/** What may be done in which room, as in docs/protocol.md: the app offers nothing that the server refuses. */
const RULES = {
  send: { roles: EVERYBODY, direct: true, posts: true },
  edit: { roles: EVERYBODY, direct: true, posts: true },
  type: { roles: EVERYBODY, direct: true, posts: true },
  deleteOwn: { roles: EVERYBODY, direct: true, archived: true },
  deleteOthers: { roles: MODERATORS, archived: true },
  react: { roles: EVERYBODY, direct: true },
  pin: { roles: MODERATORS, direct: true },
  setRules: { roles: MODERATORS },
  rename: { roles: OWNERS },
  archive: { roles: OWNERS, archived: true },
  addToPublic: { roles: EVERYBODY },
  addToPrivate: { roles: MODERATORS },
  removeMember: { roles: MODERATORS, archived: true },
  removeModerator: { roles: OWNERS, archived: true },
  ban: { roles: MODERATORS, archived: true },
  muteMember: { roles: MODERATORS, archived: true },
  muteModerator: { roles: OWNERS, archived: true },
  setWordRules: { roles: MODERATORS },
  decideHeld: { roles: MODERATORS, archived: true },
  changeRole: { roles: OWNERS },
  invite: { roles: MODERATORS },
  revokeInvitation: { roles: MODERATORS, archived: true },
  leave: { roles: EVERYBODY, archived: true },
  read: { roles: EVERYBODY, direct: true, archived: true },
} satisfies Record<string, Rule>;

export type RoomAction = keyof typeof RULES;

/** Slow mode is not part of it. The server decides. */
export function may(action: RoomAction, { role, kind, archived_at, posting }: RoomState): boolean {
  const { roles, direct, archived, posts }: Rule = RULES[action];
  if (role === null || (archived_at && !archived)) return false;
  if (posts && posting === "moderators" && role === "member") return false;
  return kind === "direct" ? direct === true : roles.includes(role);
}

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

/** Owners cannot be muted in their room. */
export const mayMute = (room: RoomState, { role }: Member) =>
  role !== "owner" && may(role === "member" ? "muteMember" : "muteModerator", room);

export const maySeeMutes = (room: RoomState) => may("muteMember", room);

export const maySetWordRules = (room: RoomState) => may("setWordRules", room);

export const mayDecideHeld = (room: RoomState) => may("decideHeld", room);
