"""What a query finds for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from accounts.models import User
from accounts.payloads import User as ShownUser
from chat import selectors
from chat.payloads import RoomSummary
from core.answer_size import Budget, size_of
from search.payloads import FoundFile, Result
from search.query.parsed import Note, Query
from search.selectors import index
from search.selectors.beside import Wanted, files_named, rooms_named, with_files
from search.selectors.pages import Best, Pages
from search.selectors.people import people_named
from search.selectors.places import Place
from search.selectors.scope import Scope, scope_of
from search.selectors.walk import Tail, Walk, tail_of

# Characters of chunks that one call reads for the names of files.
MOST_CHARACTERS = 10_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """`next`: the key after which the next page begins, or None."""

    results: Sequence[Result] = ()
    rooms: Sequence[RoomSummary] = ()
    people: Sequence[ShownUser] = ()
    files: Sequence[FoundFile] = ()
    notes: Sequence[Note] = ()
    next: Place | Best | None = None


def search(by: User, query: Query, *, best: bool, after: Any, size: int) -> Answer:
    """One page: the first without `after`, which is a Best or a Place, as `next` of the page before. Whoever is removed
    from a room meanwhile gets nothing of it."""
    if query.asks_nothing:
        return Answer(notes=query.notes)
    scope = scope_of(by, query)
    names = query.words and after is None
    tail = tail_of([room.pk for room in scope.rooms] if names else scope.seqs)
    answer = _beside(by, query, scope, tail) if names else Answer()
    notes = [*scope.notes, *([] if index.is_complete(scope.seqs) else [Note("index_incomplete", "")])]
    pages = Pages(by, scope, tail, size, Budget(reserved=size_of([answer.rooms, answer.people, answer.files])))
    results, key = pages.best(after) if best else pages.newest(after)
    return _of_present_rooms(by, replace(answer, results=results, notes=notes, next=key))


def _beside(by: User, query: Query, scope: Scope, tail: Tail) -> Answer:
    wanted = Wanted(query.words, query.excluded)
    found = rooms_named(wanted, scope.rooms)
    summaries = {room.id: room for room in selectors.summaries_of(by, room_ids=found)} if found else {}
    rooms = [summaries[pk] for pk in found if pk in summaries]
    mine = {room.pk: 0 for room in scope.rooms}
    if not selectors.are_any_in(mine):
        return Answer(rooms=rooms, people=people_named(query.words))
    hits = Walk(with_files(scope.conditions), mine, tail, most=MOST_CHARACTERS).hits()
    return Answer(rooms=rooms, people=people_named(query.words), files=files_named(by, wanted, hits))


def _of_present_rooms(by: User, answer: Answer) -> Answer:
    """Without the rooms that the person has left while they were read. A worker may be suspended between two queries
    for any time, and by then the removal is acknowledged."""
    rooms = {room.id for room in answer.rooms} | {result.room for result in answer.results}
    still = selectors.still_in(by, rooms | {file.room for file in answer.files})
    return replace(
        answer,
        results=[result for result in answer.results if result.room in still],
        rooms=[room for room in answer.rooms if room.id in still],
        files=[file for file in answer.files if file.room in still],
    )
