"""Map each group to its listeners on this worker, and hand arrived frames to them.

This half of the fan-out needs no Redis. Stock Channels spends a queue, a task and a thread hop on each consumer and
event, and JSON and framing on each socket. This module makes one Batch for a group and calls each listener directly.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

import msgspec

from realtime.fanout.group_names import EVENT_MARK, PERSONAL
from realtime.fanout.recordings import Recent, Recording
from realtime.fanout.room_frames import registered
from realtime.fanout.writers import Batch

Event = dict[str, Any]


class Listener(Protocol):
    """A socket, as its groups see it. No method may block or raise."""

    def hear(self, batch: Batch) -> None:
        """Write these frames unchanged."""

    def notice(self, event: Event) -> None:
        """Handle an event: subscribe, unsubscribe or close."""

    def put_out(self, group: str, rev: int) -> bool:
        """The listener's membership ended at this rev of the room; the listener gets no later frame of the group.

        Returns False when the listener has joined again since then.
        """
        ...


class Groups:
    """The listeners of this worker by group."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = {}
        self._recent = Recent()
        self._frames = registered()
        # Payloads that need more than a write: events, and frames that may end a membership.
        self._looked_at = (EVENT_MARK, *self._frames.about_member)

    def __contains__(self, group: str) -> bool:
        return group in self._listeners

    def __iter__(self) -> Iterator[str]:
        return iter(self._listeners)

    # Both take all groups of a socket at once: with a call for each, joining 500 rooms was a sixth of a connect.

    def add(self, groups: Iterable[str], listener: Listener) -> list[str]:
        """Add a listener. Returns the groups whose first listener on this worker it is."""
        first, known = [], self._listeners
        for group in groups:
            listeners = known.get(group)
            if listeners is None:
                known[group] = {listener}
                first.append(group)
            else:
                listeners.add(listener)
        return first

    def discard(self, groups: Iterable[str], listener: Listener) -> list[str]:
        """Remove a listener. Returns the groups whose last listener on this worker it was."""
        over, known = [], self._listeners
        for group in groups:
            listeners = known.get(group)
            if listeners is None:
                continue
            listeners.discard(listener)
            if not listeners:
                del known[group]
                over.append(group)
        return over

    def recording(self) -> "Recording":
        """Remember what arrives from now on, for a listener that does not know its groups yet."""
        return Recording(self._recent)

    def distribute(self, arrived: Mapping[str, list[bytes]]) -> None:
        """Hand arrived payloads, by group, to the listeners. A listener in several groups gets one call."""
        self._recent.add(arrived)
        looked_at = self._looked_at
        frames, with_events = {}, []
        for group, payloads in arrived.items():
            texts = [payload for payload in payloads if not payload.startswith(looked_at)]
            if len(texts) < len(payloads):
                texts = self._hand_out_until_ends(group, payloads)
                with_events.append(group)
            if texts:
                frames[group] = texts
        if len(frames) == 1:
            # One group is the common case and has to be fast: it needs no bookkeeping per listener.
            self._hand_out(*frames.popitem())
        elif frames:
            self._distribute_several(frames)
        for group in with_events:
            self._notify(group, arrived[group])

    def end(self, group: str, user_id: int, rev: int) -> None:
        """Stop the group's frames to all sockets of a person. The group stays subscribed until the sockets detach."""
        for listener in list(self._of(f"{PERSONAL}{user_id}")):
            self.put_out(group, listener, rev)

    def put_out(self, group: str, listener: Listener, rev: int) -> None:
        listeners = self._listeners.get(group, set())
        if listener in listeners and listener.put_out(group, rev):
            listeners.discard(listener)

    def _hand_out_until_ends(self, group: str, payloads: Iterable[bytes]) -> list[bytes]:
        """End memberships in the order of the frames. Returns the frames after the last end."""
        texts: list[bytes] = []
        for payload in payloads:
            if payload.startswith(EVENT_MARK):
                continue
            texts.append(payload)
            standing = self._frames.standing_in(payload)
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
