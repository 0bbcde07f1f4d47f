import { joinResults, type UseResults } from "@/entities/rooms/picker/results";
import { usePeopleResults } from "@/entities/rooms/picker/usePeopleResults";
import { useRoomResults } from "@/entities/rooms/picker/useRoomResults";
import { useJoinableResults } from "@/features/add-room/useJoinableResults";

/** What Ctrl-K finds, in the order of its list. */
export const useSwitcherResults: UseResults = (typed, options) =>
  joinResults(useRoomResults(typed, options), usePeopleResults(typed, options), useJoinableResults(typed, options));
