"""Who listens to which group on this worker, and handing what arrived to all of them.

This is the half of the fan-out that needs no Redis. Stock Channels spends a queue, a task and a thread hop on each consumer and event, and
JSON and framing on each socket. Here a frame is framed once for a group, and a listener is called directly.
"""

import itertools
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

import msgspec

from chat.realtime.frames import framed

# What travels to a group is a finished frame, which is a JSON object and so begins with "{", or this mark and an event for the consumer.
EVENT_MARK = b"!"

ROOM = "room."  # groups of everybody in a room
PERSONAL = "user."  # groups of one person's devices
PRESENCE = f"{PERSONAL}presence"  # one for all workers, on a channel that people share

# While sockets open, so much of what arrives is kept for them.
MOST_RECORDED_BYTES = 8 * 1024 * 1024

Publish = tuple[str, bytes]  # a group and what is for it

Event = dict[str, Any]


class Batch:
    """Frames that arrived together for one listener or group, in order."""

    __slots__ = ("_wire", "texts")

    def __init__(self, texts: list[bytes]) -> None:
        self.texts = texts
        self._wire: bytes | None = None

    @property
    def wire(self) -> bytes:
        """All of them as WebSocket frames, ready for a socket; made once, however many sockets there are."""
        if self._wire is None:
            self._wire = b"".join(map(framed, self.texts))
        return self._wire


class Listener(Protocol):
    """A socket, as its groups see it. Neither method may block or fail."""

    def hear(self, batch: Batch) -> None:
        """Frames to write as they are."""

    def notice(self, event: Event) -> None:
        """Something to do: subscribe, unsubscribe, close."""


class Groups:
    """The listeners of this worker, by group."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = {}
        self._recent = Recent()

    def __contains__(self, group: str) -> bool:
        return group in self._listeners

    def __iter__(self) -> Iterator[str]:
        return iter(self._listeners)

    def add(self, group: str, listener: Listener) -> bool:
        """Whether this worker did not serve the group before."""
        listeners = self._listeners.get(group)
        if listeners is None:
            self._listeners[group] = {listener}
            return True
        listeners.add(listener)
        return False

    def discard(self, group: str, listener: Listener) -> bool:
        """Whether this worker does not serve the group any more."""
        listeners = self._listeners.get(group)
        if listeners is None:
            return False
        listeners.discard(listener)
        if not listeners:
            del self._listeners[group]
        return not listeners

    def recording(self) -> "Recording":
        """Remembers what arrives from now on, for a listener that does not know its groups yet."""
        return Recording(self._recent)

    def distribute(self, arrived: Mapping[str, list[bytes]]) -> None:
        """Hand everything that has arrived, by group, to the listeners: one call for each, however many groups it is in."""
        self._recent.add(arrived)
        frames = {}
        for group, payloads in arrived.items():
            texts = [payload for payload in payloads if not payload.startswith(EVENT_MARK)]
            if texts:
                frames[group] = texts
            if len(texts) < len(payloads):
                self._notify(group, payloads)
        if len(frames) == 1:
            # The common case, and the one that has to be fast: no bookkeeping per listener.
            group, texts = frames.popitem()
            batch = Batch(texts)
            for listener in self._of(group):
                listener.hear(batch)
        elif frames:
            self._distribute_several(frames)

    def _distribute_several(self, frames: Mapping[str, list[bytes]]) -> None:
        batches: dict[Listener, Batch] = {}
        for group, texts in frames.items():
            batch = Batch(texts)
            for listener in self._of(group):
                known = batches.get(listener)
                batches[listener] = batch if known is None else Batch(known.texts + texts)
        for listener, batch in batches.items():
            listener.hear(batch)

    def _notify(self, group: str, payloads: Iterable[bytes]) -> None:
        if group not in self._listeners:
            return
        for payload in payloads:
            if payload.startswith(EVENT_MARK):
                event = msgspec.json.decode(payload[len(EVENT_MARK) :])
                for listener in list(self._of(group)):
                    listener.notice(event)

    def _of(self, group: str) -> Iterable[Listener]:
        return self._listeners.get(group, ())


class Recent:
    """What arrived in rooms while somebody was recording, and nothing when nobody is.

    Where it is too much the oldest is let go: who recorded it has to look again.
    """

    def __init__(self) -> None:
        self.recordings: set[Recording] = set()
        self.arrived: list[Mapping[str, list[bytes]]] = []
        self.first = 0  # the number of the oldest one kept
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
    """A context in which what arrives is kept; `of` says what came for some groups.

    It closes the gap between reading a user's rooms from the database and listening to them: a message that is stored in between has
    already been handed out. One log serves all sockets that are just connecting.
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
        """Whether everything is still there."""
        return self.start >= self._recent.first

    def of(self, groups: Iterable[str]) -> list[bytes]:
        """The frames that came for these groups since the recording began, in order."""
        wanted = set(groups)
        texts = []
        for arrived in itertools.islice(self._recent.arrived, max(self.start - self._recent.first, 0), None):
            for group in arrived.keys() & wanted:
                texts += [payload for payload in arrived[group] if not payload.startswith(EVENT_MARK)]
        return texts


def is_personal(group: str) -> bool:
    return group.startswith(PERSONAL)
