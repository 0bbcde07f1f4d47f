"""Who may be shown as typing: those who could send what they type."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils import timezone

from chat.gates.gate import Gates, Write, Writer
from chat.services.messages.editing import batch_statements
from core.problems import Problem


class Typist(NamedTuple):
    room_id: int
    user_id: int


def refusals(typists: Sequence[Typist]) -> list[Problem | None]:
    """For each, why not: `not_found` or what a gate says. Two queries and those of the gates, however many they are."""
    roles = batch_statements.roles(set(typists))
    rooms = batch_statements.rooms({typist.room_id for typist in typists})
    writers = {
        typist: Writer(rooms[typist[0]], typist[1], role) for typist, role in roles.items() if typist[0] in rooms
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
