import type { RoomSummary } from "@/lib/protocol/types";

/** A quiet public room in which I am a member. */
export const aSummary = (more: Partial<RoomSummary> = {}): RoomSummary => ({
  id: 12,
  kind: "public",
  name: "Hearth",
  topic: "",
  created_at: "2026-11-20T08:00:00Z",
  archived_at: null,
  rev: 1,
  last_seq: 0,
  last_message_at: null,
  member_count: 1,
  role: "member",
  last_read_seq: 0,
  unread: 0,
  mentions: 0,
  posting: "everybody",
  slow_seconds: 0,
  notify: "all",
  muted: false,
  favourite: false,
  read_rev: 0,
  mine_rev: 0,
  people: [],
  added_by: null,
  ...more,
});
