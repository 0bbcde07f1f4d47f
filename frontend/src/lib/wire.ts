/** The payloads and frames of docs/protocol.md, as types. */

export type User = { id: number; username: string; display_name: string; avatar: string | null };

export type Me = User & { email: string; is_staff: boolean };

export type Role = "owner" | "moderator" | "member";

export type RoomKind = "public" | "private" | "direct";

export type SessionInfo = {
  id: string;
  user_agent: string;
  address: string | null;
  created_at: string;
  last_used_at: string;
  current: boolean;
};

export type SignedIn = { access: string; expires_in: number; session: string; user: Me };

export type RoomSummary = {
  id: number;
  kind: RoomKind;
  name: string;
  topic: string;
  created_at: string;
  archived_at: string | null;
  rev: number;
  last_seq: number;
  last_message_at: string | null;
  member_count: number;
  role: Role | null;
  last_read_seq: number;
  unread: number;
};

export type Member = { user: User; role: Role | null; joined_at: string; rev: number };

export type Reaction = { emoji: string; users: number[] };

export type Message = {
  id: number;
  room: number;
  seq: number;
  rev: number;
  nonce: string;
  author: User;
  text: string;
  reply_to: number | null;
  reactions: Reaction[];
  created_at: string;
  edited_at: string | null;
  deleted_at: string | null;
};

export type MessagePage = { messages: Message[]; has_before: boolean; has_after: boolean };

export type Page<T> = { next: string | null; previous: string | null; results: T[] };

export type SyncRequest = { epoch: string | null; rooms: Record<string, number> };

export type RoomSync =
  | { gone: true }
  | {
      head: number;
      messages: Message[];
      members: Member[];
      complete: boolean;
      reset?: true;
      room?: RoomSummary;
      gone?: undefined;
    };

export type SyncAnswer = { epoch: string; rooms: Record<string, RoomSync> };

export type Ref = string | number;

export type ClientFrame =
  | { type: "message.send"; ref: Ref; room: number; nonce: string; text: string; reply_to: number | null }
  | { type: "room.read"; ref: Ref; room: number; seq: number }
  | { type: "typing"; room: number }
  | { type: "session.renew"; ref: Ref; token: string }
  | { type: "ping"; ref: Ref };

export type HelloFrame = {
  type: "hello";
  user: User;
  session: string;
  expires_at: string;
  epoch: string;
  heartbeat: number;
  rooms: RoomSummary[];
};

export type OkFrame = {
  type: "ok";
  ref: Ref;
  message?: Message;
  last_read_seq?: number;
  expires_at?: string;
};

export type ErrorFrame = {
  type: "error";
  ref?: Ref | null;
  code: ErrorCode;
  detail: string;
  fields?: FieldCodes;
};

export type MessageFrame = { type: "message"; room: number; rev: number; message: Message };

export type RoomFrame = {
  type: "room";
  room: number;
  rev: number;
  kind: RoomKind;
  name: string;
  topic: string;
  created_at: string;
  archived_at: string | null;
};

export type MemberFrame = Member & { type: "member"; room: number; member_count: number };

export type ServerFrame =
  | HelloFrame
  | OkFrame
  | ErrorFrame
  | MessageFrame
  | RoomFrame
  | MemberFrame
  | { type: "pong"; ref: Ref }
  | { type: "room.joined"; room: number; summary: RoomSummary }
  | { type: "room.left"; room: number }
  | { type: "read"; room: number; user: number; seq: number }
  | { type: "typing"; room: number; user: User }
  | { type: "heartbeat"; epoch: string; heads: Record<string, number> }
  | { type: "session.expiring"; expires_at: string }
  | { type: "closed"; code: number; reason: string };

export type ErrorCode =
  | "invalid_json"
  | "invalid"
  | "unknown_type"
  | "text_empty"
  | "text_too_long"
  | "nonce_conflict"
  | "not_authenticated"
  | "token_missing"
  | "token_expired"
  | "token_invalid"
  | "session_revoked"
  | "user_inactive"
  | "wrong_credentials"
  | "wrong_password"
  | "forbidden"
  | "origin_refused"
  | "registration_closed"
  | "setup_done"
  | "wrong_setup_code"
  | "not_found"
  | "room_archived"
  | "last_owner"
  | "method_not_allowed"
  | "unsupported_media_type"
  | "too_large"
  | "rate_limited"
  | "unavailable"
  | "server_error";

export type FieldCode =
  | "required"
  | "null"
  | "blank"
  | "invalid"
  | "max_length"
  | "min_length"
  | "max_value"
  | "min_value"
  | "invalid_choice"
  | "not_a_list"
  | "not_a_dict"
  | "max_string_length"
  | "null_characters_not_allowed"
  | "username_taken"
  | "email_taken"
  | "does_not_exist"
  | "password_too_short"
  | "password_too_common"
  | "password_entirely_numeric"
  | "password_too_similar";

export type FieldCodes = Record<string, FieldCode[]>;

export type ErrorBody = { code: ErrorCode; detail: string; fields?: FieldCodes };
