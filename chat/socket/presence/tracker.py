"""Presence of the people on this worker, and frames to the sockets that watch people.

This module holds what a worker knows from its own sockets, without a trip to Redis; `remote.py` holds the states on
other workers. Frames go to the sockets that watch a person and never to rooms, so a room's size costs nothing.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import Protocol

import msgspec

from accounts.payloads import User as UserPayload
from chat import protocol
from chat.socket.presence.looks import Looks
from chat.socket.presence.remote import RemotePresence
from chat.socket.presence.states import State
from realtime.fanout.group_names import PRESENCE
from realtime.fanout.groups import Event
from realtime.fanout.layers import FanoutLayer
from realtime.fanout.writers import Batch

# Seconds before a person without sockets counts as gone: a page that reloads must not be seen.
LINGER_SECONDS = 3.0
# Seconds in which changes are gathered: many come at once when a worker starts or stops.
GATHER_SECONDS = 0.3


class Socket(Protocol):
    @property
    def user_id(self) -> int: ...

    def hear(self, batch: Batch) -> None: ...

    def notice(self, event: Event) -> None: ...


class Presence:
    """The presence of one worker's people."""

    def __init__(self) -> None:
        self._here: dict[int, dict[Socket, State]] = {}
        self.looks = Looks()
        self._leaving: dict[int, asyncio.TimerHandle] = {}
        self._watchers: dict[int, set[Socket]] = {}
        self._watched: dict[Socket, frozenset[int]] = {}
        self._told: dict[int, State] = {}
        self._profiles: dict[int, int] = {}  # for watched people: the own rev of the profile that was sent last
        self._changed: set[int] = set()
        self._telling: asyncio.TimerHandle | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._remote: RemotePresence | None = None

    # -- People on this worker

    def arrive(self, socket: Socket, layer: FanoutLayer) -> None:
        if leaving := self._leaving.pop(socket.user_id, None):
            leaving.cancel()
        self._here.setdefault(socket.user_id, {})[socket] = State.ONLINE
        if self._keeping is None:
            self._begin(layer)
        self._note(socket.user_id)

    def set(self, socket: Socket, state: State, room_id: int | None = None) -> None:
        """`room_id`: the room that somebody looks at on this device."""
        sockets = self._here.get(socket.user_id, {})
        if sockets.get(socket, state) != state:
            sockets[socket] = state
            self._note(socket.user_id)
        if socket in sockets:
            self._look(socket, room_id if state is State.ONLINE else None)

    def _look(self, socket: Socket, room_id: int | None) -> None:
        if self.looks.set(socket.user_id, socket, room_id) and self._remote is not None:
            self._remote.note_looking(socket.user_id)

    def leave(self, socket: Socket) -> None:
        """Remove a socket. It may be one that never arrived."""
        self._unwatch(socket, self._watched.pop(socket, ()))
        sockets = self._here.get(socket.user_id, {})
        if sockets.pop(socket, None) is None:
            return
        self._look(socket, None)
        if sockets:
            self._note(socket.user_id)
        else:
            loop = asyncio.get_running_loop()
            self._leaving[socket.user_id] = loop.call_later(LINGER_SECONDS, self._gone, socket.user_id)

    def _gone(self, user_id: int) -> None:
        del self._leaving[user_id], self._here[user_id]
        self._note(user_id)

    def _state_here(self, user_id: int) -> State:
        sockets = self._here.get(user_id)
        if sockets is None:
            return State.OFFLINE
        # Without a socket the person has just gone and may be back in a moment.
        return max(sockets.values(), default=State.ONLINE)

    def present_here(self, user_ids: Iterable[int]) -> frozenset[int]:
        """The ids of these people who have a socket on this worker. Also called from other threads."""
        return frozenset(user_id for user_id in user_ids if user_id in self._here)

    def number_here(self) -> int:
        """How many people have a socket on this worker. Also called from other threads."""
        return len(self._here)

    # -- Watchers

    async def watch(self, socket: Socket, user_ids: Collection[int]) -> Mapping[int, State]:
        """Watch these people and no others from now on. Returns their present states."""
        # States of people who were watched before stay known, because Redis may be away.
        for user_id in user_ids:
            self._watchers.setdefault(user_id, set()).add(socket)
        before, self._watched[socket] = self.watched_by(socket), frozenset(user_ids)
        self._unwatch(socket, before - self._watched[socket])
        if self._remote is not None:
            await self._remote.ask(user_ids)
        states = {user_id: self._state(user_id) for user_id in user_ids}
        for user_id, state in states.items():
            # When others watch this person too, a change may be on its way; this socket then gets it twice.
            self._told.setdefault(user_id, state)
        return states

    def watched(self) -> list[int]:
        """Ids of all people whom a socket of this worker watches."""
        return list(self._watchers)

    def watched_by(self, socket: Socket) -> frozenset[int]:
        return self._watched.get(socket, frozenset())

    def _unwatch(self, socket: Socket, user_ids: Iterable[int]) -> None:
        for user_id in user_ids:
            watchers = self._watchers[user_id]
            watchers.discard(socket)
            if not watchers:
                del self._watchers[user_id]
                self._told.pop(user_id, None)
                self._profiles.pop(user_id, None)
                if self._remote is not None:
                    self._remote.forget(user_id)

    def _state(self, user_id: int) -> State:
        there = self._remote.state(user_id) if self._remote is not None else State.OFFLINE
        return max(self._state_here(user_id), there)

    # -- Sending

    def _note(self, user_id: int) -> None:
        """A state on this worker has changed."""
        if self._remote is not None:
            self._remote.note(user_id)
        self._tell_soon([user_id])

    def _tell_soon(self, user_ids: Iterable[int]) -> None:
        self._changed.update(user_id for user_id in user_ids if user_id in self._watchers)
        if self._changed and self._telling is None:
            self._telling = asyncio.get_running_loop().call_later(GATHER_SECONDS, self._tell)

    def _tell(self) -> None:
        changed, self._changed, self._telling = self._changed, set(), None
        news: dict[Socket, list[bytes]] = {}
        for user_id in changed & self._watchers.keys():
            state = self._state(user_id)
            if self._told.get(user_id) != state:
                self._told[user_id] = state
                frame = protocol.encode(protocol.PresenceChanged(user_id, state.word))
                for socket in self._watchers[user_id]:
                    news.setdefault(socket, []).append(frame)
        for socket, frames in news.items():
            socket.hear(Batch(frames))

    # -- Events of other workers and of REST requests

    def hear(self, batch: Batch) -> None:
        """Does nothing: only events come to this group."""

    def notice(self, event: Event) -> None:
        if event["type"] == "user.changed":
            self.tell_of_user(event)
        elif event["type"] == "presence.changed" and self._remote is not None:
            self._remote.hear_of(event)

    def put_out(self, group: str, rev: int) -> bool:
        """Returns False: no listener is removed from this group."""
        return False

    def tell_of_user(self, event: Event) -> None:
        """Send a changed profile to the sockets that watch the person, unless it is known to have been sent. The
        person's own devices get an event of their own."""
        user = msgspec.convert(event["user"], UserPayload)
        devices = self._here.get(user.id, {})
        if "me" not in event:
            # A worker of the previous version sends only this event, so it has to reach the person's devices too.
            for socket in devices:
                socket.notice(event)
        elif event["me"] <= self._profiles.get(user.id, 0):
            return
        elif user.id in self._watchers:
            self._profiles[user.id] = event["me"]
        batch = Batch([protocol.encode(protocol.UserChanged(user))])
        for socket in self._watchers.get(user.id, set()) - devices.keys():
            socket.hear(batch)

    # -- While people are here

    def _begin(self, layer: FanoutLayer) -> None:
        self._keeping = asyncio.ensure_future(self._keep(layer))
        self._keeping.add_done_callback(partial(self._ended, layer))

    def _ended(self, layer: FanoutLayer, keeping: asyncio.Task[None]) -> None:
        self._keeping = None
        if self._here and not keeping.cancelled():
            # A socket arrived while the task was ending.
            self._begin(layer)

    async def _keep(self, layer: FanoutLayer) -> None:
        await layer.attach([PRESENCE], self)
        try:
            if layer.doubted is not None:
                watched = self._watchers.keys()
                self._remote = RemotePresence(layer, self._states_here, watched, self._tell_soon, self.looks.of)
            while self._here:
                if self._remote is not None:
                    await self._remote.keep_up()
                else:
                    await asyncio.sleep(LINGER_SECONDS)
            if self._remote is not None:
                await self._remote.end()
        finally:
            self._remote = None
            await layer.detach([PRESENCE], self)

    def _states_here(self, user_ids: Iterable[int] | None = None) -> dict[int, State]:
        """States of these people, or of all people on this worker for None."""
        return {user_id: self._state_here(user_id) for user_id in (self._here if user_ids is None else user_ids)}


presence = Presence()
