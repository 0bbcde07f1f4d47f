import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMatch } from "react-router";
import { useRooms } from "@/entities/rooms/queries";
import { FilterChips } from "@/entities/search/filters/FilterChips";
import { isOnlyPlace } from "@/entities/search/filters/parts";
import { useFilterKeys } from "@/entities/search/filters/useFilterKeys";
import { focusFirstResult } from "@/entities/search/resultKeys";
import { roomFilter } from "@/entities/search/roomFilter";
import type { Search } from "@/entities/search/searchUrl";
import { useSearchUrl } from "@/entities/search/useSearchUrl";
import { insertText } from "@/lib/browser/insertText";
import { useSession } from "@/lib/session/useSession";
import { ResultArea } from "./ResultArea";
import { Results } from "./Results";
import { rememberSearch } from "./recentSearches";
import { SearchField } from "./SearchField";
import { SearchFrame } from "./SearchFrame";
import { Start } from "./Start";
import { useTyped } from "./useTyped";

/** The search: a field, its filters, and what is found. */
export function SearchPanel() {
  const { search } = useSearchUrl();
  const me = useSession((state) => state.user?.id);
  return search && me !== undefined ? <OpenSearch search={search} me={me} /> : null;
}

function OpenSearch({ search, me }: { search: Search; me: number }) {
  const { change, close } = useSearchUrl();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLDivElement>(null);
  const isAwaited = useRef(false);
  const [isComposing, setComposing] = useState(false);
  const filters = useFilterKeys(field);
  const { typed, setTyped, submit } = useTyped(search, isComposing || filters.isUnfinished, change);
  const here = useRoomFilter();

  const searchNow = (text: string) => {
    rememberSearch(me, text);
    submit(text);
  };
  /** Begins a filter, as if it was typed. */
  const begin = (text: string) => {
    if (!field.current) return;
    const end = typed.length;
    insertText(field.current, /\S$/.test(typed) ? ` ${text}` : text, end, end);
    filters.look();
  };
  return (
    <SearchFrame
      isHeld={filters.offers.length > 0}
      onClose={close}
      field={
        <SearchField
          field={field}
          typed={typed}
          filters={filters}
          onType={setTyped}
          onCompose={setComposing}
          onSubmit={() => searchNow(typed)}
          onStay={() => {
            isAwaited.current = false;
          }}
          onDown={() => {
            isAwaited.current = area.current !== null && !focusFirstResult(area.current);
          }}
        />
      }
    >
      <FilterChips text={typed} onChange={submit} />
      <ResultArea area={area} isAwaited={isAwaited} toField={() => field.current?.focus()}>
        {isOnlyPlace(search.text) ? (
          <Start me={me} here={here} onSearch={searchNow} onBegin={begin} />
        ) : (
          <Results search={search} list={list} onChange={change} onOpen={() => rememberSearch(me, search.text)} />
        )}
      </ResultArea>
    </SearchFrame>
  );
}

/** What a search in the open room begins with; empty where none is open. */
function useRoomFilter() {
  const id = Number(useMatch("/rooms/:roomId/*")?.params.roomId);
  const { data } = useRooms();
  const { language } = useTranslation().i18n;
  const room = data?.find((each) => each.id === id);
  return room ? roomFilter(room, language) : "";
}
