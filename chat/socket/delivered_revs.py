"""The own revs that a socket has been told of. An own rev counts the changes of a person's own state."""


class DeliveredRevs:
    """All own revs up to `until`, and some beyond: two workers may briefly publish two changes in the wrong order."""

    __slots__ = ("_beyond", "until")

    def __init__(self, until: int = 0) -> None:
        self.until = until
        self._beyond: set[int] = set()

    def __contains__(self, me: int) -> bool:
        return me <= self.until or me in self._beyond

    @property
    def has_gap(self) -> bool:
        return bool(self._beyond)

    def add(self, me: int) -> None:
        if me > self.until:
            self._beyond.add(me)
            self._close_up()

    def up_to(self, head: int) -> None:
        """Mark everything up to this own rev as told: a newer read included it."""
        self.until = max(self.until, head)
        self._close_up()

    def _close_up(self) -> None:
        while self.until + 1 in self._beyond:
            self.until += 1
        self._beyond = {me for me in self._beyond if me > self.until}
