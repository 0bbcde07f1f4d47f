"""One socket: parse a frame, call a service, reply. Services decide what the socket may do; groups decide what it
hears."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from typing import Any, ClassVar

from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from django.conf import settings

from accounts.payloads import User as UserPayload
from chat import events, protocol
from chat.payloads.summary_parts import encoded_summaries
from chat.socket.client_socket import ClientSocket
from chat.socket.commands import handlers
from chat.socket.connected_sockets import connected_sockets
from chat.socket.hello import read_beginning
from chat.socket.own_delivery import OwnDelivery
from chat.socket.own_events import OWN_EVENTS
from chat.socket.presence.tracker import presence
from core.problems import Problem, problem_of
from core.rate_limits.counters import NEW_SOCKETS, OPEN_SOCKETS
from realtime import close_codes
from realtime.fanout.group_names import ROOM
from realtime.fanout.recordings import Recording
from realtime.fanout.removals import Heard
from realtime.fanout.writers import Batch
from realtime.handshake import PROTOCOL, refuse
from realtime.limits import FLOODED, LIMITS, MOST_BEHIND_BYTES, allowances

logger = logging.getLogger(__name__)

# Close codes of refusals before the first frame, by HTTP status.
CLOSE_CODES = {404: close_codes.NO_SUCH_ROOM, 429: close_codes.TOO_MANY_FRAMES}


class ChatConsumer(ClientSocket, AsyncConsumer):
    """A user's socket to all their rooms, or to the one room that the URL names."""

    # Answers that run beside later frames.
    answering: Collection[asyncio.Future[None]] = ()

    def __init__(self) -> None:
        """Does nothing: Channels makes a consumer before there is a scope."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Run the socket. Channels would give every consumer a channel of its own, which costs a Redis subscription,
        a queue and two tasks for each socket. This consumer's groups call it instead (`hear`, `notice`)."""
        ClientSocket.__init__(self, scope, send)
        self.own = OwnDelivery(self, OWN_EVENTS)
        self.counts_frames = False
        self.admitted = False
        try:
            with suppress(StopConsumer):
                while True:
                    await self.dispatch(await receive())
        finally:
            # Also when the application is cancelled: a group that still names a dead socket leaks for the life of the
            # process.
            await self._leave_everything()

    def notice(self, event: dict[str, Any]) -> None:
        """Queue an event about the user. Above the bound the socket is cut off."""
        if event["type"] == "session.ended":
            if str(self.identity.session_id) in event["sessions"]:
                self.tasks.end_with(self.close, close_codes.SIGNED_OUT, event["reason"])
        elif self.tasks.are_too_many:
            self.cut_off()
        else:
            self.tasks.add(self.own.handle, event)

    def put_out(self, group: str, rev: int) -> bool:
        """Stop listening to a room that the user has left. A separate event tells the client."""
        room_id = int(group.removeprefix(ROOM))
        if self.own.has_come_back_since(room_id, rev):
            return False
        self.rooms.discard(room_id)
        self.typing.forget(room_id)
        self.tasks.add(self._stop_listening, room_id)
        # The event may be lost. Or the user has joined again and this call came late.
        self.own.doubt()
        return True

    async def dispatch(self, message: dict[str, Any]) -> None:
        await self.handlers[message["type"]](self, message)

    # -- The socket's own events

    async def connected(self, message: dict[str, Any]) -> None:
        with self.writer.held():
            try:
                self._admit()
                hello = await self._enter()
            except Exception as error:
                await self._refuse(error)
                raise StopConsumer from None
            await self._send({"type": "websocket.accept", "subprotocol": self.scope["subprotocol"]})
            await self.reply(hello)
        self.tasks.begin()
        self.expiry.set(self.identity.expires_at)
        connected_sockets.add(self, self.layer)
        if self.own.is_unsure:
            connected_sockets.reconcile_unsure()
        presence.arrive(self, self.layer)

    async def received(self, message: dict[str, Any]) -> None:
        if self.closed:
            return
        if self.counts_frames and not self.allowance.frames.take():
            await self.close(close_codes.TOO_MANY_FRAMES, "rate_limited")
            return
        try:
            frame = protocol.parse(message.get("text") or message.get("bytes") or b"")
        except protocol.BadFrame as bad:
            await self.reply(protocol.Error(bad.ref, bad.code, bad.detail))
            return
        await self._answer(frame, handlers()[type(frame)](self, frame))

    def answer_meanwhile(self, frame: Any, answering: Awaitable[None]) -> None:
        """Answer beside later frames."""
        task = asyncio.ensure_future(self._answer(frame, answering))
        self.answering = {task, *(one for one in self.answering if not one.done())}

    async def _answer(self, frame: Any, answering: Awaitable[None]) -> None:
        try:
            await answering
        except Exception as error:
            problem = problem_of(error)
            if problem is None:
                logger.exception("%s failed", type(frame).__name__)
                problem = Problem("server_error")
            await self.reply(protocol.Error.of(problem, frame.ref))

    async def flooded(self, message: dict[str, Any]) -> None:
        """Close: the server reads no more frames from this client. Earlier frames are answered."""
        await self.close(close_codes.TOO_MANY_FRAMES, message["reason"])

    async def disconnected(self, message: dict[str, Any]) -> None:
        raise StopConsumer

    # -- Limits

    def _admit(self) -> None:
        """Apply limits before anything is read for this socket. Raises Problem `rate_limited` or `too_many_sockets`."""
        NEW_SOCKETS.expect(self.user_id)
        OPEN_SOCKETS.open(self.user_id)
        self.allowance = allowances.take(self.user_id)
        self.admitted = True
        # This project's server counts every frame, also frames that never reach the consumer. Other servers do not.
        limit = self.scope.get("extensions", {}).get(LIMITS)
        self.counts_frames = limit is None
        if limit is not None:
            limit["by"](self.allowance)

    def _give_back(self) -> None:
        if self.admitted:
            OPEN_SOCKETS.close(self.user_id)
            allowances.give_back(self.user_id)

    # -- Groups

    async def _enter(self) -> protocol.Hello:
        """Listen to the user's groups and read the hello. Raises Problem as `read_beginning` does."""
        await self.layer.attach([events.user_group(self.user_id)], self)
        with self.layer.recording() as recording:
            beginning = await read_beginning(self.identity, self.only_room)
            new = await self.subscribe(beginning.room_ids)
            missed, ended = self._heard_meanwhile(recording, beginning.revs)
            is_whole = recording.is_whole and sum(map(len, missed)) < MOST_BEHIND_BYTES
        # Everything after this rev is news, also when the rooms are read again below.
        self.own.told.up_to(beginning.me)
        for group, rev in ended.items():
            # The removal was published before this socket listened.
            self.layer.put_out(group, self, rev)
        if missed and is_whole:
            self.hear(Batch(missed))
        if new or not is_whole:
            # Nothing recorded the frames of a group that is new on this worker; or the recording is too long. Reading
            # again is shorter.
            beginning = await read_beginning(self.identity, self.only_room)
            # What ended these memberships was published before this worker served the rooms.
            await self.unsubscribe(list(self.rooms.difference(beginning.room_ids)))
        # A change of the user's profile since the token was checked was sent to nobody.
        self.user = beginning.user
        return protocol.Hello(
            user=UserPayload.of(self.user),
            session=self.identity.session_id,
            expires_at=self.identity.expires_at,
            epoch=beginning.epoch,
            heartbeat=settings.HEARTBEAT_SECONDS,
            rooms=encoded_summaries(beginning.rooms),
            complete=beginning.complete,
            me=self.own.told.until,
            sections=beginning.sections,
        )

    def _heard_meanwhile(self, recording: Recording, revs: Mapping[int, int]) -> Heard:
        if recording.is_empty:
            return Heard([], {})
        known = {events.room_group(room): rev for room, rev in revs.items()}
        return recording.for_person(self.user_id, known, known)

    async def _refuse(self, error: Exception) -> None:
        problem = problem_of(error)
        if problem is None:
            raise error
        chat_v1 = self.scope["subprotocol"] == PROTOCOL
        code = CLOSE_CODES.get(problem.status, close_codes.SIGN_IN_AGAIN)
        await refuse(self._send, self.scope, problem, chat_v1=chat_v1, code=code)

    async def _stop_listening(self, room_id: int) -> None:
        if room_id not in self.rooms:
            await self.layer.detach([events.room_group(room_id)], self)

    async def _leave_everything(self) -> None:
        connected_sockets.discard(self)
        presence.leave(self)
        self.expiry.end()
        self.writer.end()
        self.tasks.cancel()
        self.own.end()
        for answering in self.answering:
            answering.cancel()
        self._give_back()
        await self.unsubscribe(list(self.rooms))
        await self.layer.detach([events.user_group(self.user_id)], self)

    handlers: ClassVar[dict[str, Callable[[Any, dict[str, Any]], Awaitable[None]]]] = {
        "websocket.connect": connected,
        "websocket.receive": received,
        "websocket.disconnect": disconnected,
        FLOODED: flooded,
    }
