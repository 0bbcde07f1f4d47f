"""From what somebody typed to a Query."""

from collections.abc import Iterable
from datetime import date, tzinfo
from typing import Any

from django.utils import timezone

from search.matching.words import Word
from search.query.filters import Clock, Condition, conditions_of
from search.query.parsed import Note, Query
from search.query.tokens import Token, tokens_of

LONGEST = 500  # characters of a query; the rest is not read
MOST_WORDS = 20
MOST_FILTERS = 20


def parse(typed: str, zone: tzinfo, today: date | None = None) -> Query:
    """Filters in English and Japanese words. One that is malformed is a word, and a note says so. `zone` is the
    person's, for dates; `today` is the day there, where it is not now."""
    clock = Clock(zone, today or timezone.now().astimezone(zone).date())
    read = [(token, conditions_of(token, clock)) for token in tokens_of(typed[:LONGEST])]
    words = [token for token, conditions in read if not conditions]
    filters = [(token, conditions) for token, conditions in read if conditions]
    conditions = [condition for _, conditions in filters[:MOST_FILTERS] for condition in conditions]
    return Query(
        words=_words(token for token in words[:MOST_WORDS] if not token.is_excluded),
        excluded=_words(token for token in words[:MOST_WORDS] if token.is_excluded),
        authors=_values(conditions, "authors"),
        rooms=_values(conditions, "rooms"),
        people=_values(conditions, "people"),
        has=frozenset(_values(conditions, "has")),
        mentions_me=bool(_values(conditions, "mentions_me")),
        is_unread=bool(_values(conditions, "is_unread")),
        since=max(_values(conditions, "since"), default=None),
        until=min(_values(conditions, "until"), default=None),
        notes=(
            *(Note("filter_not_understood", token.typed) for token in words[:MOST_WORDS] if token.filter),
            *(Note("too_many_words", token.typed) for token in words[MOST_WORDS : MOST_WORDS + 1]),
            *(Note("too_many_filters", token.typed) for token, _ in filters[MOST_FILTERS : MOST_FILTERS + 1]),
        ),
    )


def _words(tokens: Iterable[Token]) -> tuple[Word, ...]:
    return tuple(dict.fromkeys(Word(token.text, token.is_phrase) for token in tokens))


def _values(conditions: Iterable[Condition], field: str) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(condition.value for condition in conditions if condition.field == field))
