import { useRooms } from "@/features/rooms/queries";

export function useRoom(id: number) {
  return useRooms().data?.find((each) => each.id === id);
}
