"""One page of results, in either order."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple, TypeVar

from accounts.models import User
from core.answer_size import Budget, batches
from search.matching.conditions import Conditions
from search.payloads import Result
from search.selectors.best import best_of
from search.selectors.places import NEWEST, Place
from search.selectors.results import results_at
from search.selectors.scope import Scope
from search.selectors.walk import Tail, Walk

# Characters of chunks that one call reads.
MOST_CHARACTERS = 60_000_000


class Best(NamedTuple):
    """Where a page in the order of the best ends. The first three are the newest hit of the first page: what came
    after it is in no page."""

    newest_at: int
    newest_room: int
    newest_seq: int
    score: int
    at: int
    room_id: int
    seq: int

    @property
    def place(self) -> Place:
        return Place(self.at, self.room_id, self.seq)


Key = TypeVar("Key", Place, Best)
Page = tuple[list[Result], Key | None]


class Pages:
    """`size`: results of a page. A page has its results, and the key after which the next one begins or None."""

    def __init__(self, by: User, scope: Scope, tail: Tail, size: int, budget: Budget) -> None:
        self._by, self._scope, self._tail, self._size, self._budget = by, scope, tail, size, budget

    def newest(self, after: Place | None) -> Page[Place]:
        walk = self._walk(after or NEWEST)
        results, key = self._page((hit.place, hit.place) for hit in walk.hits())
        return results, key or walk.stopped_at

    def best(self, after: Best | None) -> Page[Best]:
        before = Place(after.newest_at, after.newest_room, after.newest_seq + 1) if after else NEWEST
        hits = self._walk(before).hits()
        if (newest := next(hits, None)) is None:
            return [], None
        scored = best_of(chain([newest], hits), self._scope.conditions.words)
        keys = (Best(*newest.place, score, *place) for score, place in scored)
        return self._page((key, key.place) for key in keys if after is None or key[3:] < after[3:])

    def _walk(self, before: Place) -> Walk:
        return Walk(self._scope.conditions, self._scope.seqs, self._tail, before=before, most=MOST_CHARACTERS)

    def _page(self, hits: Iterable[tuple[Key, Place]]) -> Page[Key]:
        results, last = list[Result](), None
        for key, result in _confirmed(self._by, self._scope.conditions, hits, self._size + 1):
            if len(results) == self._size or not self._budget.take(result):
                return results, last
            results.append(result)
            last = key
        return results, None


def _confirmed(
    by: User, conditions: Conditions, hits: Iterable[tuple[Key, Place]], at_once: int
) -> Iterator[tuple[Key, Result]]:
    """The hits whose messages the person may read and that are hits still, in the same order."""
    for some in batches(hits, at_once):
        keys = {place: key for key, place in some}
        for place, result in results_at(by, list(keys), conditions):
            yield keys[place], result
