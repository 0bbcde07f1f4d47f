import { Avatar } from "@/components/display/Avatar";
import { useOpenDirect } from "@/entities/people/useOpenDirect";
import { usePeople } from "@/entities/people/usePeople";
import { useDebounced } from "@/lib/hooks/useDebounced";
import type { User } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { findPeople, type UseResults } from "./results";

/** People by name, found by the server. Choosing one opens the direct room of the two of us. */
export const usePeopleResults: UseResults = (typed, { onRoom }) => {
  const me = useSession((state) => state.user?.id) ?? 0;
  const direct = useOpenDirect();
  const wanted = typed.trim();
  const settled = useDebounced(wanted);
  const people = usePeople(settled);
  const found = wanted ? findPeople(people.data ?? [], me) : [];
  const results = found.map((person) => ({
    key: `person-${person.id}`,
    person: person.id,
    name: person.display_name,
    content: <Person person={person} />,
    choose: () => {
      if (!direct.isPending) direct.mutate([person], { onSuccess: onRoom });
    },
  }));
  const isSearching = wanted !== "" && (settled !== wanted || people.isPending);
  return { results, isSearching, error: direct.error ?? (wanted ? people.error : null) };
};

function Person({ person }: { person: User }) {
  return (
    <>
      <Avatar user={person} size="small" />
      <span className="min-w-0 flex-1 truncate">
        <bdi>{person.display_name}</bdi>
      </span>
      <span className="truncate text-muted text-xs">
        <bdi>@{person.username}</bdi>
      </span>
    </>
  );
}
