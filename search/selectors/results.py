"""Hits as their messages are now."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from accounts.models import User
from chat import payloads, selectors
from chat.models import Message
from search.matching.conditions import Conditions
from search.matching.highlights import matches
from search.matching.segments import read, segments_of
from search.matching.words import Word
from search.payloads import Neighbour, Result
from search.selectors.places import Place

At = tuple[int, int]  # a room's id and a seq


def results_at(by: User, hits: Sequence[Place], conditions: Conditions) -> Iterator[tuple[Place, Result]]:
    """The hits whose messages the person may read now and for which the conditions still hold, in their order. Two
    queries. A result is made when it is asked for: marking a long text takes milliseconds."""
    rows = {at_of(row): row for row in selectors.messages_at(by, _by_room(hit[1:] for hit in hits))}
    segments = dict(zip(rows, map(read, segments_of(list(rows.values()))), strict=True))
    still = [hit for hit in hits if (now := segments.get(hit[1:])) and conditions.hold(now)]
    beside = _neighbours(by, [hit[1:] for hit in still])
    for hit in still:
        yield hit, _result(rows[hit[1:]], conditions.words, beside)


def _neighbours(by: User, hits: Sequence[At]) -> dict[At, Neighbour]:
    there = _by_room((room, seq + step) for room, seq in hits for step in (-1, 1))
    return {at_of(row): Neighbour.of(row) for row in selectors.first_lines_at(by, there)}


def _result(row: Message, words: Iterable[Word], beside: Mapping[At, Neighbour]) -> Result:
    return Result(
        message=payloads.Message.of(row),
        room=row.room_id,
        matches=matches(row.text, words),
        before=beside.get((row.room_id, row.seq - 1)),
        after=beside.get((row.room_id, row.seq + 1)),
    )


def at_of(row: Message) -> At:
    return row.room_id, row.seq


def _by_room(ats: Iterable[At]) -> Mapping[int, Collection[int]]:
    seqs: dict[int, set[int]] = {}
    for room, seq in ats:
        seqs.setdefault(room, set()).add(seq)
    return seqs
