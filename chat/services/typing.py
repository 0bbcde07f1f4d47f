"""Who may be shown as typing: a member who could send the text."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils import timezone

from chat.gates.gate import Gates, Write, Writer
from chat.services.messages import batch_statements
from core.problems import Problem


class Typist(NamedTuple):
    room_id: int
    user_id: int


def refusals(typists: Sequence[Typist]) -> list[Problem | None]:
    """For each typist None, or the Problem `not_found` or that of a gate. Two queries and those of the gates, for
    any number of typists."""
    standings = batch_statements.standings(set(typists))
    rooms = batch_statements.rooms({typist.room_id for typist in typists})
    writers = {
        typist: Writer(rooms[typist[0]], typist[1], standing.role, standing.guards)
        for typist, standing in standings.items()
        if typist[0] in rooms
    }
    gates = Gates(Write.TYPE, writers.values(), timezone.now())
    return [_refusal(writers.get(typist), gates) for typist in typists]


def _refusal(writer: Writer | None, gates: Gates) -> Problem | None:
    if writer is None:
        return Problem("not_found")
    try:
        gates.check(writer)
    except Problem as problem:
        return problem
    return None
