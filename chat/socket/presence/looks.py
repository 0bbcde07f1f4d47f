"""The rooms that the people on this worker look at, as their devices have said."""

from collections.abc import Iterable


class Looks:
    """Read from other threads too, so a mapping that was given away is never changed."""

    def __init__(self) -> None:
        self._rooms: dict[int, dict[object, int]] = {}

    def set(self, user_id: int, socket: object, room_id: int | None) -> bool:
        """Whether that is news."""
        before = self._rooms.get(user_id, {})
        if before.get(socket) == room_id:
            return False
        after = {other: room for other, room in before.items() if other is not socket}
        if room_id is not None:
            after[socket] = room_id
        if after:
            self._rooms[user_id] = after
        else:
            del self._rooms[user_id]
        return True

    def of(self, user_ids: Iterable[int] | None = None) -> dict[int, frozenset[int]]:
        """By person, of those who look at a room; of all people for None."""
        asked = list(self._rooms) if user_ids is None else user_ids
        found = ((user_id, self._rooms.get(user_id)) for user_id in asked)
        return {user_id: frozenset(rooms.values()) for user_id, rooms in found if rooms}
