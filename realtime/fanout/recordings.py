"""Payloads that arrive in rooms while sockets open, kept for those sockets."""

import itertools
from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from realtime.fanout.group_names import EVENT_MARK, is_personal
from realtime.fanout.removals import Heard, heard_by

# Bytes of payloads kept while sockets open.
MOST_RECORDED_BYTES = 8 * 1024 * 1024


class Recent:
    """What arrived in rooms while at least one recording is open.

    Above MOST_RECORDED_BYTES the oldest payloads are dropped; a recording that began before them is not whole.
    """

    def __init__(self) -> None:
        self.recordings: set[Recording] = set()
        self.arrived: list[Mapping[str, list[bytes]]] = []
        self.first = 0  # the number of the oldest batch kept
        self._sizes: deque[int] = deque()
        self._size = 0

    @property
    def next(self) -> int:
        return self.first + len(self.arrived)

    def add(self, arrived: Mapping[str, list[bytes]]) -> None:
        if not self.recordings:
            return
        rooms = {group: payloads for group, payloads in arrived.items() if not is_personal(group)}
        self.arrived.append(rooms)
        self._sizes.append(sum(len(payload) for payloads in rooms.values() for payload in payloads))
        self._size += self._sizes[-1]
        if self._size > MOST_RECORDED_BYTES:
            self._let_go(len(self.arrived) // 2 + 1)

    def trim(self) -> None:
        oldest = min((recording.start for recording in self.recordings), default=self.next)
        self._let_go(max(oldest - self.first, 0))

    def _let_go(self, count: int) -> None:
        for _ in range(count):
            self._size -= self._sizes.popleft()
        del self.arrived[:count]
        self.first += count


class Recording:
    """A context that keeps what arrives; `of` returns what came for some groups.

    It closes the gap between reading a user's rooms from the database and listening to them. A message stored in that
    gap has already been handed out. One log serves all sockets that are connecting.
    """

    def __init__(self, recent: Recent) -> None:
        self._recent = recent
        self.start = recent.next

    def __enter__(self) -> "Recording":
        self.start = self._recent.next
        self._recent.recordings.add(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._recent.recordings.discard(self)
        self._recent.trim()

    @property
    def is_whole(self) -> bool:
        """Whether nothing has been dropped since the recording began."""
        return self.start >= self._recent.first

    @property
    def is_empty(self) -> bool:
        """Whether nothing has arrived in any room since the recording began."""
        return self.start >= self._recent.next

    def of(self, groups: Iterable[str]) -> list[bytes]:
        """The frames that came for these groups since the recording began, in order."""
        return [frame for _, frame in self._frames(set(groups))]

    def for_person(self, user_id: int, groups: Iterable[str], known: Mapping[str, int]) -> Heard:
        """The recorded frames that are for this person, and the groups that removed them; see `heard_by`."""
        return heard_by(user_id, self._frames(set(groups)), known)

    def _frames(self, wanted: set[str]) -> Iterator[tuple[str, bytes]]:
        for arrived in itertools.islice(self._recent.arrived, max(self.start - self._recent.first, 0), None):
            for group in arrived.keys() & wanted:
                for payload in arrived[group]:
                    if not payload.startswith(EVENT_MARK):
                        yield group, payload
