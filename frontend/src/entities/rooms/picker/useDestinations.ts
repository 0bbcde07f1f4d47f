import { joinResults, type UseResults } from "./results";
import { usePeopleResults } from "./usePeopleResults";
import { useRoomResults } from "./useRoomResults";

/** Where a message can be sent to. */
export const useDestinations: UseResults = (typed, options) =>
  joinResults(useRoomResults(typed, options), usePeopleResults(typed, options));
