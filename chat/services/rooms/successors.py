"""The room where the conversation of an archived room goes on."""

from chat.models import Room
from chat.services.authority import Authority
from core.problems import Problem


def expect_suitable(room: Room, *, by: Authority) -> None:
    """Raises Problem `invalid` where the room's new successor is not an open room that the person sees, or where the room
    is not archived. An open room has no successor, so no two rooms succeed each other."""
    successor = by.seen_room(room.successor_id) if room.successor_id else None
    if successor is None:
        raise Problem("invalid", fields={"successor": ["does_not_exist"]})
    if successor.is_archived or successor.is_direct or successor == room or not room.is_archived:
        raise Problem("invalid", fields={"successor": ["invalid"]})
