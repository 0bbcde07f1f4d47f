import type { QueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api";
import type { Member, Message, RoomSummary, User } from "@/lib/wire";

const ROOMS = ["rooms"];

/** What the socket knows better than the last answer of the REST API, in the query cache. */
export class Caches {
  private readonly client: QueryClient;

  constructor(client: QueryClient) {
    this.client = client;
  }

  room(id: number): RoomSummary | undefined {
    return this.client.getQueryData<RoomSummary[]>(ROOMS)?.find((each) => each.id === id);
  }

  roomIds(): readonly number[] {
    return this.client.getQueryData<RoomSummary[]>(ROOMS)?.map(({ id }) => id) ?? [];
  }

  setRooms(rooms: RoomSummary[]) {
    // A list still on its way is older than this one.
    void this.client.cancelQueries({ queryKey: ROOMS });
    this.client.setQueryData<RoomSummary[]>(ROOMS, rooms);
  }

  /** Some of the rooms; what is known of others stays. */
  putRooms(rooms: readonly RoomSummary[]) {
    void this.client.cancelQueries({ queryKey: ROOMS });
    this.client.setQueryData<RoomSummary[]>(ROOMS, (known = []) => {
      const put = new Map(rooms.map((room) => [room.id, room]));
      for (const room of known) {
        const other = put.get(room.id);
        if (!other || other.rev < room.rev) put.set(room.id, room);
      }
      return [...put.values()];
    });
  }

  patchRoom(id: number, patch: (room: RoomSummary) => RoomSummary) {
    this.change((rooms) => rooms.map((each) => (each.id === id ? patch(each) : each)));
  }

  putRoom(room: RoomSummary) {
    this.change((rooms) => [...rooms.filter((each) => each.id !== room.id), room]);
  }

  removeRoom(id: number) {
    this.change((rooms) => rooms.filter((each) => each.id !== id));
    this.client.removeQueries({ queryKey: ["members", id] });
  }

  async refreshRoom(id: number) {
    const room = await api.get<RoomSummary>(`/api/rooms/${id}/`).catch(() => null);
    if (room) this.patchRoom(id, (known) => (room.rev >= known.rev ? room : known));
  }

  isPinned(room: number, id: number): boolean {
    return this.client.getQueryData<Message[]>(["pins", room])?.some((each) => each.id === id) ?? false;
  }

  /** Pins are few and change seldom: who looks at them asks again. */
  reloadPins(room: number) {
    void this.client.invalidateQueries({ queryKey: ["pins", room] });
  }

  putMember(room: number, member: Member) {
    this.client.setQueryData<Member[]>(["members", room], (members) => members && withMember(members, member));
  }

  putReading(room: number, user: number, seq: number) {
    const withSeq = (member: Member) =>
      member.user.id === user && seq > (member.last_read_seq ?? 0) ? { ...member, last_read_seq: seq } : member;
    this.client.setQueryData<Member[]>(["members", room], (members) => members?.map(withSeq));
  }

  putUser(user: User) {
    const fresh = (each: User) => (each.id === user.id ? user : each);
    const withUser = (room: RoomSummary) => ({
      ...room,
      people: room.people.map(fresh),
      added_by: room.added_by && fresh(room.added_by),
    });
    this.change((rooms) => rooms.map(withUser));
  }

  /** Of all rooms where none is named. */
  reloadMembers(room?: number) {
    void this.client.invalidateQueries({ queryKey: room === undefined ? ["members"] : ["members", room] });
  }

  private change(change: (rooms: RoomSummary[]) => RoomSummary[]) {
    this.client.setQueryData<RoomSummary[]>(ROOMS, (rooms) => rooms && change(rooms));
  }
}

function withMember(members: Member[], member: Member): Member[] {
  const known = members.find((each) => each.user.id === member.user.id);
  if (known && known.rev >= member.rev) return members;
  if (!member.role) return members.filter((each) => each !== known);
  return known ? members.map((each) => (each === known ? member : each)) : [...members, member];
}
