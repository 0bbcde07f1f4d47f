"""The room where the conversation of an archived room goes on."""

from chat.models import Room
from chat.services.authority import Authority
from chat.services.rules import Rule
from core.problems import Problem


def lock(*, by: Authority, room_id: int, rule: Rule, successor_id: int | None) -> tuple[Room, Room | None]:
    """Lock a room, and the successor that it is to get where the person sees that. Raises Problem as `lock` of an
    Authority does.

    Both are locked in the order of their ids, as everywhere: the commit looks at the successor's row, and another
    transaction may have both rooms to lock. So two rooms that are archived at once do not succeed each other either.
    """
    if successor_id is None or successor_id == room_id:
        room = by.lock(room_id, rule).room
        return room, None if successor_id is None else room
    before = by.lock_seen(successor_id) if successor_id < room_id else None
    room = by.lock(room_id, rule).room
    return room, by.lock_seen(successor_id) if successor_id > room_id else before


def expect_suitable(successor: Room | None, room: Room) -> None:
    """Raises Problem `invalid` where the room's new successor is not an open room that the person sees, or where the room
    is not archived. An open room has no successor, so no two rooms succeed each other."""
    if successor is None:
        raise Problem("invalid", fields={"successor": ["does_not_exist"]})
    if successor.is_archived or successor.is_direct or successor == room or not room.is_archived:
        raise Problem("invalid", fields={"successor": ["invalid"]})
