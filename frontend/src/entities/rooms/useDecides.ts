import { useSession } from "@/lib/session/useSession";
import { useRooms } from "./queries";

/** Whether I decide reports or held messages: people who run the site, and those who look after a room. */
export function useDecides() {
  const isStaff = useSession((state) => state.user?.is_staff === true);
  const { data: rooms = [] } = useRooms();
  return isStaff || rooms.some(({ kind, role }) => kind !== "direct" && (role === "owner" || role === "moderator"));
}
