import type { FileKind } from "@/lib/files/fileKind";

/**
 * Every key of the query cache. Frames change cached answers by these keys, and a prefix invalidates all that begin
 * with it.
 */
export const queryKeys = {
  rooms: () => ["rooms"] as const,
  /** The sections of my list of rooms. */
  sections: () => ["sections"] as const,
  roomsToJoin: (query: string) => ["rooms-to-join", query] as const,
  /** Without a room: the members of all rooms. */
  members: (room?: number) => (room === undefined ? (["members"] as const) : (["members", room] as const)),
  /** Pages of a room's members, of every search and order; without a room those of all rooms. */
  memberPages: (room?: number, ...search: readonly string[]) =>
    room === undefined ? (["member-pages"] as const) : (["member-pages", room, ...search] as const),
  bans: (room: number) => ["bans", room] as const,
  roomInvitations: (room: number) => ["room-invitations", room] as const,
  /** People who may not write in a room for a time. */
  roomMutes: (room: number) => ["room-mutes", room] as const,
  /** Where I may not write for a time. */
  myMutes: () => ["my-mutes"] as const,
  /** People whom I hide. */
  hiddenPeople: () => ["hidden-people"] as const,
  /** Messages of a room that wait for a moderator; without a room those of all rooms. */
  held: (room?: number) => (room === undefined ? (["held"] as const) : (["held", room] as const)),
  /** Pages of what I am told of; without a state those of both states. */
  inbox: (state?: "undone" | "done") => (state === undefined ? (["inbox"] as const) : (["inbox", state] as const)),
  /** How much of it is not done. */
  inboxUnread: () => ["inbox-unread"] as const,
  /** What I want of the thread of this root. */
  follow: (root: number) => ["follow", root] as const,
  /** What I want to be told of. */
  notificationPreferences: () => ["notification-preferences"] as const,
  /** My devices that take pushes. */
  pushDevices: () => ["push-devices"] as const,
  /** How many reports are open for me to decide. */
  reportSummary: () => ["report-summary"] as const,
  /** Pages of reports; without a state those of all states. */
  reports: (state?: string) => (state === undefined ? (["reports"] as const) : (["reports", state] as const)),
  report: (id: number) => ["report", id] as const,
  /** Words and links that a room's messages are checked for. */
  wordRules: (room: number) => ["word-rules", room] as const,
  invitedRoom: (token: string) => ["invited-room", token] as const,
  /** A quoted message; without an id all of them. */
  message: (id?: number) => (id === undefined ? (["message"] as const) : (["message", id] as const)),
  edits: (message: number, rev: number) => ["edits", message, rev] as const,
  pins: (room: number) => ["pins", room] as const,
  /** Pages of a room's files; without a kind the first words of the keys of all kinds. */
  files: (room: number, kind?: FileKind | "all") =>
    kind === undefined ? (["files", room] as const) : (["files", room, kind] as const),
  /** Pages of what a search finds; without a text those of all searches. */
  search: (text?: string, sort?: string) =>
    text === undefined ? (["search"] as const) : (["search", text, sort] as const),
  person: (id: number) => ["person", id] as const,
  people: (query: string) => ["people", query] as const,
  site: () => ["site"] as const,
  siteInvitation: (code: string) => ["invitation", code] as const,
  siteInvitations: () => ["invitations"] as const,
  emailConfirmation: (link: string, signedIn: boolean) => ["confirm", link, signedIn] as const,
  warnings: () => ["warnings"] as const,
  devices: () => ["devices"] as const,
  secondFactor: () => ["second-factor"] as const,
};

export const mutationKeys = {
  /** Marks as done or undone, of any items of my inbox. */
  markInbox: () => ["mark-inbox"] as const,
  /** Chooses what I want to be told of. */
  choosePreferences: () => ["choose-preferences"] as const,
  leaveRoom: (room: number) => ["leave-room", room] as const,
};

/** The first word of a query key. */
export type QueryName = ReturnType<(typeof queryKeys)[keyof typeof queryKeys]>[0];
