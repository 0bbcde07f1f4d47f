import type { Member, RoomSummary } from "@/lib/wire";

type Mine = Pick<RoomSummary, "role" | "kind" | "archived_at">;

/** What the server will allow, so that nothing is offered which it then refuses. The server decides. */
export const mayChangeTopic = ({ role, archived_at }: Mine) =>
  !archived_at && (role === "owner" || role === "moderator");

export const mayRename = ({ role, archived_at }: Mine) => !archived_at && role === "owner";

export const mayArchive = ({ role, kind }: Mine) => role === "owner" && kind !== "direct";

export const mayLeave = ({ kind }: Mine) => kind !== "direct";

export const mayInvite = ({ role, archived_at }: Mine) => !archived_at && (role === "owner" || role === "moderator");

export const mayAddPeople = ({ role, kind, archived_at }: Mine) =>
  !archived_at && (kind === "public" || (kind === "private" && (role === "owner" || role === "moderator")));

export const mayChangeRoles = ({ role }: Mine) => role === "owner";

export const mayRemove = ({ role }: Mine, member: Member) =>
  role === "owner" || (role === "moderator" && member.role === "member");
