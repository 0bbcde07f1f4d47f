"""A search finds what a plain scan of all messages finds, over random texts and queries: no miss and no wrong hit, in the
same order, whatever of it is in the index."""

import random
from typing import Any

import pytest

from search.query.parsed import Query
from search.selectors.search import search
from tests.search.indexed import index_all
from tests.search.scan import Scan
from tests.search.talk import Talk

pytestmark = pytest.mark.django_db

QUERIES = 1000


@pytest.fixture(autouse=True)
def one_chunk_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few messages would be read at once."""
    monkeypatch.setattr("search.selectors.walk.FIRST_BATCH", 1)


def found(talk: Talk, query: Query, size: int, *, best: bool = False) -> list[int]:
    """The ids of all pages."""
    ids: list[int] = []
    after: Any = None
    while True:
        answer = search(talk.searcher, query, best=best, after=after, size=size)
        assert len(answer.results) <= size
        ids += [result.message.id for result in answer.results]
        if (after := answer.next) is None:
            return ids


def expect_as_a_scan(talk: Talk, count: int) -> int:
    """Compare this many random queries; returns the number of those that found something."""
    scan, some = Scan(talk.searcher), 0
    for _ in range(count):
        query = talk.query()
        expected = scan(query)
        assert found(talk, query, talk.random.choice([7, 20, 50])) == expected, query
        some += bool(expected)
    return some


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_indexed(seed: int) -> None:
    talk, some = Talk(random.Random(seed)), 0
    talk.go_on(200)
    some += expect_as_a_scan(talk, QUERIES // 20)  # nothing is indexed
    index_all()
    talk.go_on(100)
    talk.change(40)
    some += expect_as_a_scan(talk, QUERIES // 5)  # a part is, and some of that has changed since
    index_all()
    some += expect_as_a_scan(talk, QUERIES // 4)
    assert some > QUERIES // 5


def test_the_best_are_all_of_them_in_another_order() -> None:
    talk = Talk(random.Random(3))
    talk.go_on(200)
    index_all()
    talk.change(30)
    scan = Scan(talk.searcher)
    for _ in range(50):
        query = talk.query()
        assert sorted(found(talk, query, 7, best=True)) == sorted(scan(query)), query
