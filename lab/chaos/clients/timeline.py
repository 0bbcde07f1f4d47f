"""One room as a client sees it, by the protocol's rule: from pages, frames and syncs that may be lost, repeated or
late.

It trusts the server on purpose: it puts a new message under the last one and believes the server's numbers. So the
screen shows what the server does wrong, and the checker finds it.
"""

from collections.abc import Iterable, Sequence

from lab.chaos.checks.history import Diary, Row
from lab.chaos.clients.screen import Screen
from lab.chaos.clients.wire import Json, row_of


class Timeline:
    def __init__(self, room: int, diary: Diary, rev: int) -> None:
        self.room = room
        self.have = self.head = rev
        self.loaded = False
        self.has_before = True
        self.doubt = False
        self.screen = Screen(room, diary)
        self._ahead: dict[int, Json] = {}
        self._late: list[Row] = []

    # -- The server's state

    @property
    def needs_sync(self) -> bool:
        return self.head > self.have or self.doubt

    def hear(self, head: int) -> None:
        self.doubt |= head < self.have
        self.head = max(self.head, head)

    def receive(self, change: Json) -> None:
        """Apply the next rev, drop an old one, keep a later one until the missing ones have come."""
        if change["rev"] > self.have:
            self._ahead[change["rev"]] = change
            self._drain()
        elif change["type"] == "message":
            self.withdraw(change["message"]["nonce"], change["message"]["author"]["id"])

    def receive_blindly(self, change: Json) -> None:
        """Apply what comes, as a client without sync does. It does not notice missing changes."""
        if change["rev"] > self.have:
            self._apply(change)
            self.have = self.head = change["rev"]

    def _drain(self) -> None:
        while change := self._ahead.pop(self.have + 1, None):
            self.have += 1
            self._apply(change)
        self._ahead = {rev: change for rev, change in self._ahead.items() if rev > self.have}
        self.head = max(self.head, self.have, *self._ahead)

    def _apply(self, change: Json) -> None:
        if change["type"] == "message":
            self._take([row_of(change["message"])])

    def take_sync(self, base: int, answer: Json) -> None:
        """Apply a merged answer: everything above `base`, the rev of the request."""
        if answer["head"] < base:
            self.forget(answer["head"])
            return
        rows = rows_of(answer["messages"])
        if answer.get("reset"):
            self.forget(answer["head"])
            self.load(rows, has_before=bool(rows) and rows[0].seq != 1)
        else:
            self.have = max(self.have, answer["head"])
            self.doubt = False
            self._take(rows)
        self._drain()

    def forget(self, rev: int) -> None:
        """Start over, and keep messages that are not stored yet."""
        self.have, self.head, self.doubt, self.loaded = rev, max(rev, *self._ahead, 0), False, False
        self._late.clear()
        waiting = [row for row in self.screen.rows if row.seq is None]
        self.screen.clear()
        for row in waiting:
            self.wait(row)

    # -- Pages

    @property
    def is_whole(self) -> bool:
        return self.loaded and not self.has_before

    def load(self, rows: Sequence[Row], *, has_before: bool) -> None:
        """Show the newest page, and what changed while it was on its way."""
        late, self._late = self._late, []
        self.loaded, self.has_before = True, has_before
        self._take([*rows, *late])

    def extend(self, rows: Sequence[Row], *, has_before: bool) -> None:
        """Show an older page. A page that no longer touches the shown rows is dropped."""
        if rows and rows[-1].seq != self.first_seq - 1:
            return
        self.has_before = has_before
        for row in reversed(rows):
            self.screen.insert(0, row)

    @property
    def first_seq(self) -> int:
        return next((row.seq for row in self.screen.rows if row.seq is not None), 1)

    # -- Rows

    def wait(self, row: Row) -> None:
        """Show a message of the client's own that is not stored yet."""
        self.screen.insert(len(self.screen.rows), row)

    def withdraw(self, nonce: str, author: int) -> None:
        """Remove a waiting message: it was refused, or is stored."""
        for place in range(self._stored, len(self.screen.rows)):
            row = self.screen.rows[place]
            if (row.author, row.nonce) == (author, nonce):
                self.screen.remove(place)
                return

    def _take(self, rows: Iterable[Row]) -> None:
        for row in rows:
            if not self.loaded:
                self._late.append(row)
            else:
                self.withdraw(row.nonce, row.author)
                self._put(row)

    def _put(self, row: Row) -> None:
        place = self._place_of(row.seq or 0)
        if place is None:
            self.screen.insert(self._stored, row)
        elif self.screen.rows[place].rev < row.rev:
            self.screen.replace(place, row)

    @property
    def _stored(self) -> int:
        """The number of stored rows. Waiting rows are below them."""
        count = len(self.screen.rows)
        while count > 0 and self.screen.rows[count - 1].seq is None:
            count -= 1
        return count

    def _place_of(self, seq: int) -> int | None:
        for place in reversed(range(self._stored)):
            shown = self.screen.rows[place].seq or 0
            if shown <= seq:
                return place if shown == seq else None
        return None


def rows_of(messages: Iterable[Json]) -> list[Row]:
    return sorted(map(row_of, messages), key=lambda row: row.seq or 0)
