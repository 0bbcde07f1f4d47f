"""What the first page shows beside messages: rooms and files of the words, whatever the filters say."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from accounts.models import User
from chat import selectors
from chat.models import Message, Room
from core.answer_size import batches
from core.text.search_fold import search_fold
from files.payloads import File
from search.matching.conditions import Conditions
from search.matching.marks import FILE
from search.matching.segments import NAMES
from search.matching.words import Word, contains
from search.payloads import FoundFile
from search.selectors.places import Hit
from search.selectors.results import at_of

SHOWN = 5
NAMES_KEPT = 20_000


class Wanted:
    """The words of a query, held against names."""

    def __init__(self, words: Sequence[Word], excluded: Sequence[Word]) -> None:
        self.words, self._excluded = words, excluded

    def are_in(self, name: str) -> bool:
        folded = fold_of(name)
        return self.may_be_in(folded) and not any(contains(folded, word) for word in self._excluded)

    def may_be_in(self, folded: str) -> bool:
        return all(contains(folded, word) for word in self.words)


@lru_cache(NAMES_KEPT)
def fold_of(name: str) -> str:
    return search_fold(name)


def rooms_named(wanted: Wanted, rooms: Iterable[Room]) -> list[int]:
    """The ids of the rooms: open ones before archived ones, those with the newest messages first."""
    found = [room for room in rooms if room.name and wanted.are_in(room.name)]
    found.sort(key=lambda room: (not room.is_archived, room.last_message_at or room.created_at, room.pk), reverse=True)
    return [room.pk for room in found[:SHOWN]]


def files_named(by: User, wanted: Wanted, hits: Iterable[Hit]) -> list[FoundFile]:
    """The newest files of these names. `hits`: of messages with files and with the words anywhere, the newest first."""
    named = (hit for hit in hits if wanted.may_be_in(hit.segment.body.partition(NAMES)[2]))
    return list(islice(_files_of(by, wanted, named), SHOWN))


def _files_of(by: User, wanted: Wanted, hits: Iterable[Hit]) -> Iterator[FoundFile]:
    for some in batches(hits, SHOWN):
        seqs: dict[int, list[int]] = {}
        for hit in some:
            seqs.setdefault(hit.place.room_id, []).append(hit.place.seq)
        rows = {at_of(row): row for row in selectors.messages_at(by, seqs)}
        for hit in some:
            if row := rows.get(hit.place[1:]):
                yield from _files_in(row, wanted)


def _files_in(row: Message, wanted: Wanted) -> Iterator[FoundFile]:
    for file in map(File.from_row, row.files or ()):
        if wanted.are_in(file.name):
            yield FoundFile(file, row.room_id, row.pk, row.seq)


def with_files(conditions: Conditions) -> Conditions:
    """The words of a query anywhere in a message with files."""
    return Conditions(words=conditions.words, marks=(frozenset({FILE}),))
