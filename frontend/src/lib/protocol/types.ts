/** Names of the payloads and frames of docs/protocol.md. Their types come from the server's schema. */
import type { components } from "./schema";

type Schemas = components["schemas"];
/** Fields that the previous server version does not send. During a rolling restart a page meets both versions. */
type Lately<T, Fields> = Omit<T, keyof Fields> & Fields;
/** The own rev of a frame to the devices of one person. */
type ByOwnRev = { me?: number };

export type User = Schemas["User"];
export type Status = Schemas["Status"];
export type Person = Schemas["Person"];
export type Me = Lately<Schemas["Me"], { time_zone?: string; next_steps?: boolean }>;
export type SignedIn = Lately<Schemas["SignedIn"], { user: Me }>;
export type SessionInfo = Schemas["SessionInfo"];
export type AccountWarning = Schemas["AccountWarning"];
export type Site = Schemas["Site"];
export type Invitation = Schemas["Invitation"];
export type InvitationLook = Schemas["InvitationLook"];
export type SecondFactor = Schemas["SecondFactor"];
export type Enrolment = Schemas["Enrolment"];
export type RecoveryCodes = Schemas["RecoveryCodes"];
export type RoomSummary = Lately<
  Schemas["RoomSummary"],
  {
    read_rev?: number | null;
    mine_rev?: number;
    section?: number | null;
    picture?: string | null;
    successor?: number | null;
  }
>;
export type Section = Schemas["Section"];
export type LatestMessage = Lately<Schemas["LatestMessage"], { files?: Schemas["LatestFile"][] }>;
export type RoomKind = RoomSummary["kind"];
export type Member = Lately<Schemas["Member"], { read_rev?: number | null }>;
export type Role = NonNullable<Member["role"]>;
export type File = Schemas["File"];
export type RoomFile = Schemas["RoomFile"];
export type RoomFiles = Schemas["RoomFiles"];
export type Message = Lately<Schemas["Message"], { mention_texts?: MentionText[]; files?: File[] }>;
/** How a text spells a mention, with its sign; `user` is null for everybody. */
export type MentionText = { text: string; user: number | null };
export type MessagePage = Lately<Schemas["History"], { messages: Message[] }>;
export type Opening = Lately<Schemas["Opening"], { room: RoomSummary; page: MessagePage }>;
export type ThreadPage = Lately<Schemas["Thread"], { root: Message; messages: Message[] }>;
export type Edit = Schemas["EarlierText"];
export type Pins = Lately<Schemas["Pins"], { messages: Message[] }>;
export type Reaction = Schemas["Reaction"];
export type Ban = Schemas["Ban"];
export type RoomInvitation = Schemas["RoomInvitation"];
export type NewRoomInvitation = Schemas["NewRoomInvitation"];
export type InvitedRoom = Lately<Schemas["InvitedRoom"], { invited_by?: User }>;
export type UploadLimits = Schemas["UploadLimits"];
export type Draft = Schemas["Draft"];
/** The message before or after a hit: `text` is its first line. */
export type FoundNeighbour = Schemas["Neighbour"];
/** `matches`: [start, end] in code points of the message's text, ascending. */
export type FoundMessage = Lately<Schemas["Result"], { message: Message }>;
export type FoundFile = Schemas["FoundFile"];
export type SearchNote = Schemas["Note"];
export type SearchPage = Lately<Schemas["Found"], { results: FoundMessage[]; rooms: RoomSummary[] }>;
export type Page<T> = Omit<Schemas["RoomSummaryPage"], "results"> & { results: T[] };
export type MembersPage = Page<Member> & { count?: number };

export type SyncRequest = Lately<Schemas["SyncRequestRequest"], ByOwnRev>;
export type SyncAnswer = { epoch: string; rooms: Record<string, RoomSync>; me?: OwnSync };
/** My own changes after the own rev of the request, up to `head`. */
export type OwnSync = {
  head: number;
  complete: boolean;
  reset?: boolean;
  user?: User | null;
  rooms: RoomSummary[];
  gone: number[];
  drafts: Draft[];
  sections?: Section[] | null;
};
/** A room that is gone has no other field, any other room has all of these. The schema cannot express it. */
export type RoomSync = { gone: true } | (Whole<"head" | "messages" | "members" | "complete"> & { gone?: false });
type Whole<Key extends keyof Changes> = Omit<Changes, "gone" | Key> & { [K in Key]-?: NonNullable<Changes[K]> };
type Changes = Lately<
  Schemas["Changes"],
  { messages?: Message[] | null; members?: Member[] | null; room?: RoomSummary | null }
>;

export type ClientFrame = Schemas["ClientFrame"];
export type HelloFrame = Lately<Schemas["Hello"], ByOwnRev & { rooms: RoomSummary[]; sections?: Section[] }>;
export type HeartbeatFrame = Lately<Schemas["Heartbeat"], ByOwnRev>;
export type OkFrame = Schemas["Ok"];
export type MessageFrame = Lately<Schemas["MessageChanged"], { message: Message }>;
export type RoomFrame = Schemas["RoomChanged"];
export type RoomJoinedFrame = Lately<Schemas["RoomJoined"], ByOwnRev & { summary: RoomSummary }>;
export type RoomLeftFrame = Lately<Schemas["RoomLeft"], ByOwnRev>;
export type RoomMineFrame = Lately<Schemas["RoomMine"], ByOwnRev & { section?: number | null }>;
export type SectionsFrame = Lately<Schemas["SectionsChanged"], ByOwnRev>;
export type ReadFrame = Lately<Schemas["Read"], ByOwnRev & { rev?: number }>;
export type MemberFrame = Lately<Schemas["MemberChanged"], { read_rev?: number | null }>;
export type DraftFrame = Lately<Schemas["DraftChanged"], ByOwnRev>;
export type UserFrame = Lately<Schemas["UserChanged"], ByOwnRev>;
export type PresenceFrame = Schemas["PresenceChanged"];
/** Frames about what concerns one person alone, to all of their devices. */
export type OwnFrame =
  | RoomJoinedFrame
  | RoomLeftFrame
  | RoomMineFrame
  | ReadFrame
  | DraftFrame
  | SectionsFrame
  | UserFrame
  | MuteFrame
  | HiddenFrame
  | InboxFrame;

/** A mute of mine. `room` is null where it holds on the whole site, `until` where it has no end. */
export type Mute = Schemas["MyMute"];
export type RoomMute = Schemas["Mute"];
/** A message that waits for a moderator, or that was not released. It has no seq. */
export type HeldMessage = Schemas["HeldMessage"];
export type Report = Schemas["Report"];
export type ReportReason = Report["reason"];
export type Decision = Report["decisions"][number];
export type KeptMessage = Schemas["KeptMessage"];
export type WordRule = Schemas["Rule"];
/** A message that I am told of. */
export type InboxItem = Lately<Schemas["InboxItem"], { message: Message }>;
export type InboxPage = Lately<Schemas["Inbox"], { results: InboxItem[] }>;
export type InboxFrame = Lately<Schemas["InboxChanged"], { disturbs?: number[] }>;
/** How much of it is not done, and where; `rooms` is null after a frame, which does not say. */
export type InboxUnread = Omit<Schemas["Unread"], "rooms"> & { rooms: Schemas["Unread"]["rooms"] | null };
/** What I want of a thread. */
export type Follow = Schemas["Follow"];
/** The schema knows a level and a time for letters as texts. */
export type NotificationPreferences = Lately<
  Schemas["NotificationPreferences"],
  { level: "all" | "mentions" | "nothing"; mail: "quarter" | "hour" | "day" | "never"; mails?: boolean }
>;
/** A device of mine that takes pushes. */
export type PushDevice = Schemas["PushDevice"];
export type PushTest = Schemas["PushTest"];
export type MuteFrame = Schemas["MuteChanged"];
export type HiddenFrame = Schemas["HiddenChanged"];
export type HeldChangedFrame = Schemas["HeldChanged"];
/** Frames of the app `moderation`, which a site may lack. */
export type ModerationFrame =
  | MuteFrame
  | HiddenFrame
  | HeldChangedFrame
  | Schemas["HeldWaiting"]
  | Schemas["ReportsChanged"]
  | Schemas["ReportDecided"];
/** Why a message was refused: the note of a rule; the end and the reason of a mute. */
export type Refusal = Pick<ErrorBody, "note" | "until" | "reason">;

type Refined = OwnFrame | HelloFrame | HeartbeatFrame | MemberFrame | MessageFrame;
export type ServerFrame = Exclude<Schemas["ServerFrame"], { type: Refined["type"] }> | Refined;

export type ErrorBody = Schemas["ErrorBody"];
export type ErrorCode = ErrorBody["code"];
/** Error codes by field. */
export type FieldCodes = NonNullable<ErrorBody["fields"]>;
