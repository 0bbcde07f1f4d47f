"""Who is here, and telling those who watch them.

What a worker knows by itself, the sockets it serves, is in this file and costs no trip anywhere; what it knows of other workers'
is in `remote.py`. Frames go to the sockets that watch a person, never to rooms, so the size of a room costs nothing.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import Protocol

import msgspec

from accounts.payloads import User as UserPayload
from chat import protocol
from chat.socket.presence.remote import RemotePresence
from chat.socket.presence.states import State
from realtime.fanout.group_names import PRESENCE
from realtime.fanout.groups import Batch, Event
from realtime.fanout.layers import FanoutLayer

# A page that is loaded anew is gone for a moment, and nobody needs to see that.
LINGER_SECONDS = 3.0
# Changes are gathered for so long, since many come at once when a worker begins or ends.
GATHER_SECONDS = 0.3


class Socket(Protocol):
    @property
    def user_id(self) -> int: ...

    def hear(self, batch: Batch) -> None: ...

    def notice(self, event: Event) -> None: ...


class Presence:
    """One worker's."""

    def __init__(self) -> None:
        self._here: dict[int, dict[Socket, State]] = {}
        self._leaving: dict[int, asyncio.TimerHandle] = {}
        self._watchers: dict[int, set[Socket]] = {}
        self._watched: dict[Socket, frozenset[int]] = {}
        self._told: dict[int, State] = {}
        self._profiles: dict[int, int] = {}  # of those watched: the own rev of the profile that was told last
        self._changed: set[int] = set()
        self._telling: asyncio.TimerHandle | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._remote: RemotePresence | None = None

    # -- Who is here

    def arrive(self, socket: Socket, layer: FanoutLayer) -> None:
        if leaving := self._leaving.pop(socket.user_id, None):
            leaving.cancel()
        self._here.setdefault(socket.user_id, {})[socket] = State.ONLINE
        if self._keeping is None:
            self._begin(layer)
        self._note(socket.user_id)

    def set(self, socket: Socket, state: State) -> None:
        sockets = self._here.get(socket.user_id, {})
        if sockets.get(socket, state) != state:
            sockets[socket] = state
            self._note(socket.user_id)

    def leave(self, socket: Socket) -> None:
        """A socket that never arrived may leave, too."""
        self._unwatch(socket, self._watched.pop(socket, ()))
        sockets = self._here.get(socket.user_id, {})
        if sockets.pop(socket, None) is None:
            return
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
        # Without a socket: they have just gone, and may be back in a moment.
        return max(sockets.values(), default=State.ONLINE)

    # -- Who wants to know

    async def watch(self, socket: Socket, user_ids: Collection[int]) -> Mapping[int, State]:
        """These people and nobody else from now on; how each is now."""
        # What is known of those who were watched already stays known: Redis may be away.
        for user_id in user_ids:
            self._watchers.setdefault(user_id, set()).add(socket)
        before, self._watched[socket] = self.watched_by(socket), frozenset(user_ids)
        self._unwatch(socket, before - self._watched[socket])
        if self._remote is not None:
            await self._remote.ask(user_ids)
        states = {user_id: self._state(user_id) for user_id in user_ids}
        for user_id, state in states.items():
            # Where others watch, too, news may be on its way, and this one is told once more.
            self._told.setdefault(user_id, state)
        return states

    def watched(self) -> list[int]:
        """Everybody whom somebody here watches."""
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

    # -- Telling

    def _note(self, user_id: int) -> None:
        """Something changed on this worker."""
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

    # -- What other workers and REST calls tell

    def hear(self, batch: Batch) -> None:
        """Nothing but events comes to this group."""

    def notice(self, event: Event) -> None:
        if event["type"] == "user.changed":
            self.tell_of_user(event)
        elif event["type"] == "presence.changed" and self._remote is not None:
            self._remote.hear_of(event)

    def put_out(self, group: str, rev: int) -> bool:
        """Nobody is removed from this group."""
        return False

    def tell_of_user(self, event: Event) -> None:
        """To those who watch them, unless it is known to have been told. Their own devices hear of it by themselves."""
        user = msgspec.convert(event["user"], UserPayload)
        devices = self._here.get(user.id, {})
        if "me" not in event:
            # A worker of the version before tells nobody else.
            for socket in devices:
                socket.notice(event)
        elif event["me"] <= self._profiles.get(user.id, 0):
            return
        elif user.id in self._watchers:
            self._profiles[user.id] = event["me"]
        batch = Batch([protocol.encode(protocol.UserChanged(user))])
        for socket in self._watchers.get(user.id, set()) - devices.keys():
            socket.hear(batch)

    # -- While there is anybody

    def _begin(self, layer: FanoutLayer) -> None:
        self._keeping = asyncio.ensure_future(self._keep(layer))
        self._keeping.add_done_callback(partial(self._ended, layer))

    def _ended(self, layer: FanoutLayer, keeping: asyncio.Task[None]) -> None:
        self._keeping = None
        if self._here and not keeping.cancelled():
            # Somebody came while it was ending.
            self._begin(layer)

    async def _keep(self, layer: FanoutLayer) -> None:
        await layer.attach([PRESENCE], self)
        try:
            if layer.doubted is not None:
                watched = self._watchers.keys()
                self._remote = RemotePresence(layer, self._states_here, watched, self._tell_soon)
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
        """Of these, or of everybody who is here."""
        return {user_id: self._state_here(user_id) for user_id in (self._here if user_ids is None else user_ids)}


presence = Presence()
