"""Searches that no index answers: the newest rows are read, a part after the other, until enough is found or read.

The page says where its search stopped and offers to go on: `before:4711` in a search is what is older than that row.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR
from django.db.models import QuerySet
from django.http import HttpRequest

from core.admin.lists import as_id, words_of

BEFORE = "before"
# Rows are long or short, and databases fast or busy: a number of rows alone is no bound. At least one part is read.
SECONDS = 0.07

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Bounds:
    """Of one search, in rows. `part`: those of one statement."""

    found: int
    read: int
    part: int


@dataclass(frozen=True)
class Looked:
    """`ids`: what was found. `rest`: what is older than this id was not read; None: nothing is."""

    ids: Sequence[int]
    read: int = 0
    rest: int | None = None


@dataclass(frozen=True)
class Stop:
    """What the page says of a search that stopped. `read` empty: it found as many as it lists."""

    found: str
    read: str
    query: str  # that goes on; "" where a search has no room for more words


def split(words: Sequence[str]) -> tuple[list[str], int | None]:
    """The words without `before:`, and its lowest id."""
    ids = [as_id(word.partition(":")[2]) for word in words if word.startswith(f"{BEFORE}:")]
    others = [word for word in words if not word.startswith(f"{BEFORE}:")]
    return others, min((number or 0 for number in ids), default=None)


def look(rows: Rows, such: Callable[[Rows], Rows], bounds: Bounds, *, key: str = "pk") -> Looked:
    """The newest of these rows that are `such`. `key`: what an index has in their order, as their ids are."""
    until = time.monotonic() + SECONDS
    found: list[int] = []
    looked = Looked(found)
    for part, read, rest in _parts(rows, bounds, key):
        found += such(part).order_by("-pk").values_list("pk", flat=True)[: bounds.found - len(found)]
        if len(found) >= bounds.found:
            return Looked(found, read, found[-1])
        looked = Looked(found, read, rest)
        if time.monotonic() >= until:
            break
    return looked


def tell(request: HttpRequest, looked: Looked, bounds: Bounds, search_term: str) -> None:
    """Let the page say that the search stopped."""
    if looked.rest is None:
        return
    words, _ = split(words_of(search_term))
    following = [f"{BEFORE}:{looked.rest}", *words]
    query = request.GET.copy()
    query.pop(PAGE_VAR, None)
    query[SEARCH_VAR] = search = " ".join(following)
    is_full = len(looked.ids) >= bounds.found
    request.search_stop = Stop(  # type: ignore[attr-defined]
        found=f"{len(looked.ids):,}",
        read="" if is_full else f"{looked.read:,}",
        query=query.urlencode() if words_of(search) == following else "",
    )


def _parts(rows: Rows, bounds: Bounds, key: str) -> Iterator[tuple[Rows, int, int | None]]:
    """Each with how many rows are read then, and with the id where older ones begin."""
    read, left = 0, rows
    while read < bounds.read:
        edge = left.order_by(f"-{key}").values_list(key, "pk")[bounds.part - 1 : bounds.part]
        for lowest, pk in edge:
            read += bounds.part
            yield left.filter(**{f"{key}__gte": lowest}), read, pk
            left = rows.filter(**{f"{key}__lt": lowest})
            break
        else:
            yield left, read + bounds.part, None
            return
