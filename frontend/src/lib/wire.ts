/** Names for the payloads and frames of docs/protocol.md. What they consist of comes from the server's own schema. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type User = Schemas["User"];
export type Me = Schemas["Me"];
export type SignedIn = Schemas["SignedIn"];
export type SessionInfo = Schemas["SessionInfo"];
export type AccountWarning = Schemas["AccountWarning"];
export type Site = Schemas["Site"];
export type Invitation = Schemas["Invitation"];
export type InvitationLook = Schemas["InvitationLook"];
export type SecondFactor = Schemas["SecondFactor"];
export type Enrolment = Schemas["Enrolment"];
export type RecoveryCodes = Schemas["RecoveryCodes"];
export type RoomSummary = Schemas["RoomSummary"];
export type RoomKind = RoomSummary["kind"];
export type Member = Schemas["Member"];
export type Role = NonNullable<Member["role"]>;
export type Message = Schemas["Message"];
export type MessagePage = Schemas["History"];
export type ThreadPage = Schemas["Thread"];
export type Edit = Schemas["EarlierText"];
export type Pins = Schemas["Pins"];
export type Reaction = Schemas["Reaction"];
export type Ban = Schemas["Ban"];
export type RoomInvitation = Schemas["RoomInvitation"];
export type NewRoomInvitation = Schemas["NewRoomInvitation"];
export type InvitedRoom = Schemas["InvitedRoom"];
export type Draft = Schemas["Draft"];
export type Page<T> = Omit<Schemas["MemberPage"], "results"> & { results: T[] };

export type SyncRequest = Schemas["SyncRequestRequest"];
export type SyncAnswer = { epoch: string; rooms: Record<string, RoomSync> };
/** A room that is gone has nothing else, any other has all of these: the schema has no word for it. */
export type RoomSync = { gone: true } | (Whole<"head" | "messages" | "members" | "complete"> & { gone?: false });
type Whole<Key extends keyof Changes> = Omit<Changes, "gone" | Key> & { [K in Key]-?: NonNullable<Changes[K]> };
type Changes = Schemas["Changes"];

export type ClientFrame = Schemas["ClientFrame"];
export type ServerFrame = Schemas["ServerFrame"];
export type HelloFrame = Schemas["Hello"];
export type OkFrame = Schemas["Ok"];
export type MessageFrame = Schemas["MessageChanged"];
export type RoomFrame = Schemas["RoomChanged"];
export type RoomMineFrame = Schemas["RoomMine"];
export type MemberFrame = Schemas["MemberChanged"];
export type DraftFrame = Schemas["DraftKept"];
export type UserFrame = Schemas["UserChanged"];
export type PresenceFrame = Schemas["PresenceChanged"];

export type ErrorBody = Schemas["ErrorBody"];
export type ErrorCode = ErrorBody["code"];
/** By field; the codes inside are strings to look texts up by. */
export type FieldCodes = NonNullable<ErrorBody["fields"]>;
