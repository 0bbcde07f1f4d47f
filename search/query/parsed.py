"""A query as it was understood."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from search.matching.words import Word


class Note(NamedTuple):
    """What the answer says about the query. `code`: "filter_not_understood", "nobody_of_this_name", "no_such_room", …;
    `part`: the piece of the query."""

    code: str
    part: str


@dataclass(frozen=True, slots=True)
class Query:
    """All of it must hold. Names are folded (core/text) and not looked up yet; `me` is the searcher."""

    words: tuple[Word, ...] = ()
    excluded: tuple[Word, ...] = ()
    # Any of these.
    authors: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    # Direct rooms with all of these.
    people: tuple[str, ...] = ()
    # "file", "image", "link", "reaction", "pin", "thread".
    has: frozenset[str] = frozenset()
    mentions_me: bool = False
    is_unread: bool = False
    # Sent from `since` on and before `until`.
    since: datetime | None = None
    until: datetime | None = None
    notes: tuple[Note, ...] = field(default=())

    @property
    def asks_nothing(self) -> bool:
        return replace(self, notes=()) == Query()
