"""One socket: parse → service → reply. What it may do is decided by the services, what it hears by its groups."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from django.conf import settings

from accounts.authentication import Identity, identify
from accounts.handshake import PROTOCOL, close, refuse
from accounts.payloads import User as UserPayload
from chat import events, payloads, protocol, selectors
from chat.realtime.expiry import Expiry
from chat.realtime.heartbeat import heart
from chat.realtime.limits import TokenBucket
from chat.services import messages, read_markers
from config.errors import Problem, problem_of
from config.threads import in_database

logger = logging.getLogger(__name__)

# Requests a client may make at once before the rate per second applies: an outbox that comes back online, for example.
BURST_SECONDS = 4


class ChatConsumer(AsyncConsumer):
    """A user's socket to all their rooms, or to one where the address names it."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        self.identity: Identity = scope["identity"]
        self.user = scope["user"]
        self.only_room: int | None = scope["url_route"]["kwargs"].get("room_id")
        self.rooms: set[int] = set()
        self.requests = TokenBucket(settings.SOCKET_FRAMES_PER_SECOND, BURST_SECONDS)
        self.expiry = Expiry(self._warn_of_expiry, self._expire)
        self.closed = False
        try:
            await super().__call__(scope, receive, send)
        finally:
            # Also when the application is cancelled: a group that still names a dead socket leaks for the life of the process.
            await self._leave_everything()

    async def dispatch(self, message: dict[str, Any]) -> None:
        handler = self.handlers.get(message["type"])
        if handler is None:
            # A worker of another version may send events this one does not know: no reason to drop everybody's socket.
            logger.warning("ignored an event of unknown type %r", message["type"])
            return
        await handler(self, message)

    # -- The socket's own events

    async def connected(self, message: dict[str, Any]) -> None:
        try:
            hello = await self._enter()
        except Exception as error:
            problem = problem_of(error)
            if problem is None:
                raise
            chat_v1 = self.scope["subprotocol"] == PROTOCOL
            await refuse(self.send, self.scope, problem, chat_v1=chat_v1, code=protocol.NO_SUCH_ROOM)
            raise StopConsumer from None
        await self.send({"type": "websocket.accept", "subprotocol": self.scope["subprotocol"]})
        await self.reply(hello)
        self.expiry.set(self.identity.expires_at)
        heart.add(self)

    async def received(self, message: dict[str, Any]) -> None:
        if self.closed:
            return
        if not self.requests.take():
            await self.close(protocol.TOO_MANY_FRAMES, "rate_limited")
            return
        try:
            frame = protocol.parse(message.get("text") or message.get("bytes") or b"")
        except protocol.BadFrame as bad:
            await self.reply(protocol.Error(bad.ref, bad.code, bad.detail))
            return
        try:
            await self.commands[type(frame)](self, frame)
        except Exception as error:
            problem = problem_of(error)
            if problem is None:
                logger.exception("%s failed", type(frame).__name__)
                problem = Problem("server_error")
            await self.reply(protocol.Error(frame.ref, problem.code, problem.detail))

    async def disconnected(self, message: dict[str, Any]) -> None:
        raise StopConsumer

    # -- What a client asks for

    async def send_message(self, frame: protocol.MessageSend) -> None:
        self._expect_room(frame.room)
        message = await in_database(_send, self.user, frame)
        await self.reply(protocol.Ok(frame.ref, message=message))

    async def read_room(self, frame: protocol.RoomRead) -> None:
        self._expect_room(frame.room)
        seq = await in_database(read_markers.advance, user=self.user, room_id=frame.room, seq=frame.seq)
        await self.reply(protocol.Ok(frame.ref, last_read_seq=seq))

    async def tell_typing(self, frame: protocol.TypingNow) -> None:
        # Not worth a query: a socket is subscribed to the rooms of its user and to no others.
        if frame.room not in self.rooms:
            raise Problem("not_found")
        await events.typing(room_id=frame.room, user=self.user)

    async def renew_session(self, frame: protocol.SessionRenew) -> None:
        identity = await in_database(identify, frame.token)
        if (identity.user.pk, identity.session_id) != (self.user.pk, self.identity.session_id):
            raise Problem("token_invalid")
        self.identity = identity
        self.expiry.set(identity.expires_at)
        await self.reply(protocol.Ok(frame.ref, expires_at=identity.expires_at))

    async def answer_ping(self, frame: protocol.Ping) -> None:
        await self.reply(protocol.Pong(frame.ref))

    # -- What the rest of the site tells this socket

    async def deliver(self, event: dict[str, Any]) -> None:
        if event["room"] in self.rooms:
            await self.send_text(event["frame"])

    async def start_membership(self, event: dict[str, Any]) -> None:
        room_id = event["room"]
        if self.only_room in (None, room_id) and room_id not in self.rooms:
            # Subscribe first, then read: what changes in between arrives as a frame.
            await self._subscribe([room_id])
            summary = await in_database(selectors.summary_of, self.user, room_id)
            await self.reply(protocol.RoomJoined(room_id, summary))

    async def end_membership(self, event: dict[str, Any]) -> None:
        room_id = event["room"]
        if room_id in self.rooms:
            await self._unsubscribe(room_id)
            await self.reply(protocol.RoomLeft(room_id))
            if self.only_room == room_id:
                await self.close(protocol.NO_SUCH_ROOM, "not_found")

    async def end_session(self, event: dict[str, Any]) -> None:
        if str(self.identity.session_id) in event["sessions"]:
            await self.close(protocol.SIGNED_OUT, event["reason"])

    # -- Writing

    async def reply(self, frame: protocol.ServerFrame) -> None:
        await self.send_text(protocol.encode(frame))

    async def send_text(self, text: str) -> None:
        if not self.closed:
            await self.send({"type": "websocket.send", "text": text})

    async def close(self, code: int, reason: str) -> None:
        if not self.closed:
            self.closed = True
            await close(self.send, code, reason)

    async def _warn_of_expiry(self) -> None:
        await self.reply(protocol.SessionExpiring(self.identity.expires_at))

    async def _expire(self) -> None:
        await self.close(protocol.SIGN_IN_AGAIN, "token_expired")

    # -- Groups

    async def _enter(self) -> protocol.Hello:
        """Subscribe to everything, then read it, so that nothing falls in between. Raises Problem `not_found`."""
        await self.channel_layer.group_add(events.user_group(self.user.pk), self.channel_name)
        if self.only_room is None:
            await self._subscribe(await in_database(selectors.room_ids_of, self.user))
        else:
            await in_database(selectors.membership_of, self.user, self.only_room)
            await self._subscribe([self.only_room])
        epoch, rooms = await in_database(_read_rooms, self.user, self.rooms)
        return protocol.Hello(
            user=UserPayload.of(self.user),
            session=self.identity.session_id,
            expires_at=self.identity.expires_at,
            epoch=epoch,
            heartbeat=settings.HEARTBEAT_SECONDS,
            rooms=rooms,
        )

    async def _subscribe(self, room_ids: list[int]) -> None:
        for room_id in room_ids:
            self.rooms.add(room_id)
            await self.channel_layer.group_add(events.room_group(room_id), self.channel_name)

    async def _unsubscribe(self, room_id: int) -> None:
        self.rooms.discard(room_id)
        await self.channel_layer.group_discard(events.room_group(room_id), self.channel_name)

    async def _leave_everything(self) -> None:
        heart.discard(self)
        self.expiry.cancel()
        if hasattr(self, "channel_name"):
            for room_id in list(self.rooms):
                await self._unsubscribe(room_id)
            await self.channel_layer.group_discard(events.user_group(self.user.pk), self.channel_name)

    def _expect_room(self, room_id: int) -> None:
        """A socket limited to one room speaks of no other."""
        if self.only_room not in (None, room_id):
            raise Problem("not_found")

    handlers: ClassVar[dict[str, Callable[[Any, dict[str, Any]], Awaitable[None]]]] = {
        "websocket.connect": connected,
        "websocket.receive": received,
        "websocket.disconnect": disconnected,
        "deliver": deliver,
        "membership.started": start_membership,
        "membership.ended": end_membership,
        "session.ended": end_session,
    }
    commands: ClassVar[dict[type, Callable[[Any, Any], Awaitable[None]]]] = {
        protocol.MessageSend: send_message,
        protocol.RoomRead: read_room,
        protocol.TypingNow: tell_typing,
        protocol.SessionRenew: renew_session,
        protocol.Ping: answer_ping,
    }


def _send(author: Any, frame: protocol.MessageSend) -> payloads.Message:
    sent = messages.send(author=author, room_id=frame.room, nonce=frame.nonce, text=frame.text, reply_to=frame.reply_to)
    return payloads.Message.of(sent.message)


def _read_rooms(user: Any, room_ids: set[int]) -> tuple[Any, list[payloads.RoomSummary]]:
    return selectors.epoch(), selectors.summaries_of(user, room_ids=room_ids)
