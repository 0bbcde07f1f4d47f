"""A client's screen of one room. Every change is noted in the history."""

from lab.chaos.checks.history import Cleared, Diary, Inserted, Removed, Replaced, Row, now


class Screen:
    """Rows from top to bottom: stored ones, then waiting ones."""

    def __init__(self, room: int, diary: Diary) -> None:
        self.room = room
        self.rows: list[Row] = []
        self._diary = diary

    def insert(self, place: int, row: Row) -> None:
        self.rows.insert(place, row)
        self._diary.note(Inserted(now(), self.room, place, row))

    def replace(self, place: int, row: Row) -> None:
        self.rows[place] = row
        self._diary.note(Replaced(now(), self.room, place, row))

    def remove(self, place: int) -> None:
        del self.rows[place]
        self._diary.note(Removed(now(), self.room, place))

    def clear(self) -> None:
        self.rows.clear()
        self._diary.note(Cleared(now(), self.room))
