import { useMembers } from "@/entities/rooms/useMembers";
import type { Message, RoomSummary, User } from "@/lib/protocol/types";

/** The server sends read markers of others only in rooms up to this size. */
const TOLD_UP_TO = 50;

export const tellsReaders = ({ kind, member_count }: Pick<RoomSummary, "kind" | "member_count">) =>
  kind === "direct" || member_count <= TOLD_UP_TO;

/** The people who have read a message, without its author. */
export function useReaders(room: RoomSummary, message: Message | null | undefined, enabled = true) {
  const { data, error, refetch } = useMembers(room.id, enabled && message != null);
  const others = data?.filter(({ user }) => user.id !== message?.author.id);
  const hasRead = (seq: number | null) => message != null && seq !== null && seq >= message.seq;
  const readers = others?.filter((each) => hasRead(each.last_read_seq)).map(({ user }): User => user);
  return { readers, others, error, refetch };
}
