"""Who may be shown as typing: those who could send what they type."""

from collections.abc import Sequence
from typing import NamedTuple

from chat.models import Room
from chat.services import lookups, rules
from core.problems import Problem


class Typist(NamedTuple):
    room_id: int
    user_id: int


def refusals(typists: Sequence[Typist]) -> list[Problem | None]:
    """For each, why not: `not_found`, `room_archived` or `posting_closed`. Two queries, however many they are."""
    roles = lookups.roles(set(typists))
    rooms = Room.objects.only("kind", "archived_at", "posting").in_bulk({typist.room_id for typist in typists})
    return [_refusal(rooms.get(typist.room_id), roles.get(typist)) for typist in typists]


def _refusal(room: Room | None, role: str | None) -> Problem | None:
    if room is None or role is None:
        return Problem("not_found")
    try:
        rules.check(rules.TYPE, room, role)
    except Problem as problem:
        return problem
    return None
