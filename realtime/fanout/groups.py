"""Who listens to which group on this worker, and handing what arrived to all of them.

This is the half of the fan-out that needs no Redis. Stock Channels spends a queue, a task and a thread hop on each consumer and event, and
JSON and framing on each socket. Here a frame is framed once for a group, and a listener is called directly.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

import msgspec

from realtime.fanout.group_names import EVENT_MARK, PERSONAL
from realtime.fanout.recordings import Recent, Recording
from realtime.fanout.removals import MEMBER, standing_in
from realtime.frames import framed

# What is not handed on as it is: events, and frames that may end a membership.
LOOKED_AT = (EVENT_MARK, MEMBER)

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
    """A socket, as its groups see it. None of these may block or fail."""

    def hear(self, batch: Batch) -> None:
        """Frames to write as they are."""

    def notice(self, event: Event) -> None:
        """Something to do: subscribe, unsubscribe, close."""

    def put_out(self, group: str, rev: int) -> bool:
        """The listener's membership ended with this rev of the room, and nothing more of the group comes. False where they have come
        back since then."""
        ...


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
        frames, with_events = {}, []
        for group, payloads in arrived.items():
            texts = [payload for payload in payloads if not payload.startswith(LOOKED_AT)]
            if len(texts) < len(payloads):
                texts = self._hand_out_until_ends(group, payloads)
                with_events.append(group)
            if texts:
                frames[group] = texts
        if len(frames) == 1:
            # The common case, and the one that has to be fast: no bookkeeping per listener.
            self._hand_out(*frames.popitem())
        elif frames:
            self._distribute_several(frames)
        for group in with_events:
            self._notify(group, arrived[group])

    def end(self, group: str, user_id: int, rev: int) -> None:
        """This person's sockets hear no more of the group. It is served until they say that they are gone."""
        for listener in list(self._of(f"{PERSONAL}{user_id}")):
            self.put_out(group, listener, rev)

    def put_out(self, group: str, listener: Listener, rev: int) -> None:
        listeners = self._listeners.get(group, set())
        if listener in listeners and listener.put_out(group, rev):
            listeners.discard(listener)

    def _hand_out_until_ends(self, group: str, payloads: Iterable[bytes]) -> list[bytes]:
        """A membership that ends does so in the order of the frames. Returns what comes after the last such end."""
        texts: list[bytes] = []
        for payload in payloads:
            if payload.startswith(EVENT_MARK):
                continue
            texts.append(payload)
            standing = standing_in(payload)
            if standing is not None and not standing.is_member and f"{PERSONAL}{standing.user_id}" in self._listeners:
                self._hand_out(group, texts)
                self.end(group, standing.user_id, standing.rev)
                texts = []
        return texts

    def _hand_out(self, group: str, texts: list[bytes]) -> None:
        batch = Batch(texts)
        for listener in self._of(group):
            listener.hear(batch)

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
