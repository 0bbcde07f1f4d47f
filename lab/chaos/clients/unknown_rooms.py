"""The rooms that the client does not know yet from its list."""


class Missing:
    """Rooms that a hello left out. Rooms that were `told` of since are newer than any page."""

    def __init__(self, rooms: set[int], told: set[int]) -> None:
        self.rooms, self._told = rooms, told
        self._left: set[int] = set()
        self.heads: dict[int, int] = {}

    def hear(self, room: int, rev: int) -> None:
        self.heads[room] = max(rev, self.heads.get(room, 0))

    def take(self, room: int) -> bool:
        """Whether a page that names the room is news."""
        is_news = room not in self._told and room not in self._left
        self.rooms.discard(room)
        self._told.add(room)
        return is_news

    def leave(self, room: int) -> None:
        self.rooms.discard(room)
        self._told.discard(room)
        self._left.add(room)
