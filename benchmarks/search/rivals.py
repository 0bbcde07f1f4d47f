"""What the databases themselves find, in the same rooms: `LIKE`, and PostgreSQL's `tsvector` with a GIN index. Inside a
site."""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection

from accounts.models import User
from benchmarks.quantiles import milliseconds
from chat.models import Membership
from core.text.search_fold import search_fold
from search.matching.words import Word
from search.query.parsed import Query
from search.selectors.progress import progress
from search.selectors.search import search

SIZE = 20
MOST_SECONDS = 10.0
GIN = "CREATE INDEX benchmark_words ON chat_message USING gin (to_tsvector('simple', text)) WITH (fastupdate = off)"
NEWEST = "ORDER BY created_at DESC, room_id DESC, seq DESC LIMIT 20"


class Rival(NamedTuple):
    """`p95_ms`: of the statement alone. `recall` and `precision`: of the newest SIZE hits, by the rule of search."""

    rival: str
    kind: str
    p50_ms: float
    p95_ms: float
    recall: float
    precision: float


def rivals(by: User, words: Mapping[str, str], reads: int) -> Iterator[Rival]:
    """`words`: what is asked for, a phrase in quotes, by kind."""
    yield from _measured(by, "LIKE", _like, words, reads)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(GIN)
            cursor.execute("ANALYZE chat_message")
        yield from _measured(by, "tsvector", _tsvector, words, reads)


def size_by_text() -> float:
    """Bytes of the index for each byte of the messages' texts."""
    length = "octet_length(text)" if connection.vendor == "postgresql" else "length(CAST(text AS BLOB))"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sum({length}) FROM chat_message")  # noqa: S608 (constants)
        (size,) = cursor.fetchone()
    return round(progress().size / int(size), 2)


def _measured(by: User, rival: str, statement: Any, words: Mapping[str, str], reads: int) -> Iterator[Rival]:
    rooms = list(Membership.objects.filter(user=by).values_list("room_id", flat=True))
    for kind, word in words.items():
        condition, parameter = statement(word)
        found, times = _read(condition, [parameter, *rooms], reads)
        expected = _expected(by, word)
        both = len({*found} & {*expected})
        recall, precision = both / max(1, len(expected)), both / max(1, len(found))
        yield Rival(
            rival,
            kind,
            milliseconds(times, 0.5),
            milliseconds(times, 0.95),
            recall if expected else 1.0,
            precision if found else 1.0,
        )


def _read(condition: str, parameters: Sequence[Any], reads: int) -> tuple[list[int], list[int]]:
    """The ids that were found, and the nanoseconds of each read. It ends early where a read takes long."""
    rooms = ", ".join(["%s"] * (len(parameters) - 1))
    statement = (
        f"SELECT id FROM chat_message WHERE {condition} AND room_id IN ({rooms}) AND deleted_at IS NULL {NEWEST}"  # noqa: S608 (constants)
    )
    times, end, ids = list[int](), time.monotonic() + MOST_SECONDS, list[int]()
    with connection.cursor() as cursor:
        while len(times) < reads and (not times or time.monotonic() < end):
            begin = time.monotonic_ns()
            cursor.execute(statement, parameters)
            ids = [pk for (pk,) in cursor.fetchall()]
            times.append(time.monotonic_ns() - begin)
    return ids, times


def _like(word: str) -> tuple[str, str]:
    operator = "ILIKE" if connection.vendor == "postgresql" else "LIKE"
    return f"text {operator} %s", f"%{word.strip(chr(34))}%"


def _tsvector(word: str) -> tuple[str, str]:
    if word.startswith('"'):
        return "to_tsvector('simple', text) @@ phraseto_tsquery('simple', %s)", word.strip('"')
    return "to_tsvector('simple', text) @@ to_tsquery('simple', %s)", f"{word}:*"


def _expected(by: User, word: str) -> list[int]:
    asked = Word(search_fold(word.strip('"')), is_phrase=word.startswith('"'))
    answer = search(by, Query(words=(asked,)), best=False, after=None, size=SIZE)
    return [result.message.id for result in answer.results]
