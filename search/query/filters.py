"""What a filter asks for."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from search.query.dates import days_of, midnight
from search.query.tokens import Token
from search.query.vocabulary import CONTENT, ME, MYSELF, UNREAD, Filter


class Condition(NamedTuple):
    """A value for a field of Query."""

    field: str
    value: str | bool | datetime


class Clock(NamedTuple):
    """What days are counted by: the person's zone, and the day that it is there."""

    zone: tzinfo
    today: date


def conditions_of(token: Token, clock: Clock) -> list[Condition]:
    """Of a token with a filter; empty where its value is not understood. Nothing leaves out a filter yet."""
    if token.filter is None or token.is_excluded or not token.value:
        return []
    return list(READERS[token.filter](token.value, clock))


def _person(field: str) -> "Reader":
    def read(value: str, clock: Clock) -> Iterator[Condition]:
        if name := value.removeprefix("@"):
            yield Condition(field, ME if name in MYSELF else name)

    return read


def _room(value: str, clock: Clock) -> Iterator[Condition]:
    if name := value.removeprefix("#"):
        yield Condition("rooms", name)


def _content(value: str, clock: Clock) -> Iterator[Condition]:
    if value in CONTENT:
        yield Condition("has", CONTENT[value])


def _mentions(value: str, clock: Clock) -> Iterator[Condition]:
    if value.removeprefix("@") in MYSELF:
        yield Condition("mentions_me", True)


def _is(value: str, clock: Clock) -> Iterator[Condition]:
    if value in UNREAD:
        yield Condition("is_unread", True)


def _days(*, since: str | None = None, until: str | None = None) -> "Reader":
    """`since` and `until` say which end of the days they are: "first" or "after"."""

    def read(value: str, clock: Clock) -> Iterator[Condition]:
        if days := days_of(value, clock.today):
            for field, end in (("since", since), ("until", until)):
                if end:
                    yield Condition(field, midnight(getattr(days, end), clock.zone))

    return read


Reader = Callable[[str, Clock], Iterator[Condition]]
READERS: dict[Filter, Reader] = {
    Filter.FROM: _person("authors"),
    Filter.WITH: _person("people"),
    Filter.IN: _room,
    Filter.HAS: _content,
    Filter.MENTIONS: _mentions,
    Filter.IS: _is,
    Filter.BEFORE: _days(until="first"),
    Filter.UP_TO: _days(until="after"),
    Filter.SINCE: _days(since="first"),
    Filter.AFTER: _days(since="after"),
    Filter.ON: _days(since="first", until="after"),
}
