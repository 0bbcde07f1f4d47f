"""Where the words of a query are in a stored text."""

import pytest
from hypothesis import given

from core.text.search_fold import search_fold
from search.matching.highlights import MOST_MATCHES, matches
from search.matching.words import Word, contains
from tests.search.matching.texts import raw_texts, words


@pytest.mark.parametrize(
    ("text", "queries", "parts"),
    [
        ("第2会議室で会議", ["会議"], ["会議", "会議"]),
        ("Ｗｉ\u200bＦｉとｶﾞｲﾄﾞ", ["ガイド", "wifi"], ["Ｗｉ\u200bＦｉ", "ｶﾞｲﾄﾞ"]),
        ("会議室", ["会議", "議室"], ["会議室"]),
        ("会議室で", ["会議室", "議"], ["会議室"]),
        ("👍🏽", ["👍"], ["👍🏽"]),
        ("E\u0301mile et Émilie", ["emil"], ["E\u0301mil", "Émil"]),
        ("rewifi", ["wifi"], []),
        ("ab", [], []),
    ],
)
def test_the_parts_are_those_of_the_stored_text(text: str, queries: list[str], parts: list[str]) -> None:
    found = matches(text, [Word(search_fold(query)) for query in queries])
    assert [text[start:end] for start, end in found] == parts


@given(raw_texts, words, words)
def test_matches_are_ascending_and_apart(text: str, one: Word, other: Word) -> None:
    found = matches(text, [one, other])
    ends = [at for place in found for at in place]
    assert ends == sorted(set(ends))
    assert bool(found) is any(contains(search_fold(text), word) for word in (one, other))


def test_there_are_not_too_many() -> None:
    assert len(matches("会 " * 5_000, [Word("会")])) == MOST_MATCHES
