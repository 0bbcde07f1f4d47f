import { joinResults, type UseResults } from "@/entities/rooms/picker/results";
import { usePeopleResults } from "@/entities/rooms/picker/usePeopleResults";
import { useRoomResults } from "@/entities/rooms/picker/useRoomResults";
import { useSearchUrl } from "@/entities/search/useSearchUrl";
import { useJoinableResults } from "@/features/add-room/useJoinableResults";
import { useSearchResult } from "@/features/search/useSearchResult";
import { useSwitcher } from "@/features/switcher/store";

/** What Ctrl-K finds, in the order of its list. */
export const useSwitcherResults: UseResults = (typed, options) => {
  const { open } = useSearchUrl();
  const close = useSwitcher((state) => state.close);
  const search = (text: string) => {
    close();
    open(text);
  };
  return joinResults(
    useRoomResults(typed, options),
    usePeopleResults(typed, options),
    useJoinableResults(typed, options),
    useSearchResult(typed, search),
  );
};
