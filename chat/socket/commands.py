"""Commands: one function for each frame that a client sends."""

from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Any

from accounts.authentication import identify
from chat import events, payloads, protocol, selectors
from chat.services.messages import sending
from chat.services.messages.filters import Withheld
from chat.services.messages.storing import NewMessage, Sent
from chat.services.personal import reading
from chat.services.typing import Typist, refusals
from chat.socket.client_socket import ClientSocket
from chat.socket.presence.states import State
from chat.socket.presence.tracker import presence
from core.app_contents import named
from core.db.batching import Together
from core.db.threads import in_database
from core.problems import Problem
from core.rate_limits.counters import LOOKUPS, MESSAGES
from realtime import close_codes

# Codes of an ended session, as opposed to a wrong token.
ENDED = ("session_revoked", "user_inactive")

# One batch for all people who type at the same moment.
_typing: Together[Typist, None] = Together("may they type", refusals, most=200)


async def send_message(socket: ClientSocket, frame: protocol.MessageSend) -> None:
    MESSAGES.expect(socket.user_id)
    _expect_room(socket, frame.room)
    new = NewMessage(
        socket.user,
        frame.room,
        frame.nonce,
        frame.text,
        frame.reply_to,
        frame.thread,
        frame.files,
        frame.despite_warning,
        attempt=frame.attempt,
    )
    try:
        sent = await sending.send_async(new)
    except Withheld as withheld:
        await _tell_held(socket, frame, withheld)
        return
    if isinstance(sent, Sent):
        await _acknowledge(socket, frame, sent)
    else:
        # Another transaction locks the room. Frames of this socket to other rooms do not wait for it.
        socket.answer_meanwhile(frame, _acknowledge_late(socket, frame, sent))


async def _acknowledge_late(socket: ClientSocket, frame: protocol.MessageSend, stored: Awaitable[Sent]) -> None:
    try:
        await _acknowledge(socket, frame, await stored)
    except Withheld as withheld:
        await _tell_held(socket, frame, withheld)


async def _acknowledge(socket: ClientSocket, frame: protocol.MessageSend, sent: Sent) -> None:
    await socket.reply(protocol.Ok(frame.ref, message=payloads.Message.of(sent.message)))


async def _tell_held(socket: ClientSocket, frame: protocol.MessageSend, withheld: Withheld) -> None:
    await socket.reply(protocol.MessageHeld.of(withheld.held, frame.ref))


async def read_room(socket: ClientSocket, frame: protocol.RoomRead) -> None:
    LOOKUPS.expect(socket.user_id)
    _expect_room(socket, frame.room)
    seq = await reading.advance_async(by=socket.user, room_id=frame.room, seq=frame.seq)
    await socket.reply(protocol.Ok(frame.ref, last_read_seq=seq))


async def tell_typing(socket: ClientSocket, frame: protocol.TypingNow) -> None:
    # Most typing frames need no query: a socket is subscribed to its user's rooms and to no others.
    if frame.room not in socket.rooms:
        raise Problem("not_found")
    if socket.typing.is_due(frame.room):
        await _typing.ask(Typist(frame.room, socket.user_id))
        events.typing(room_id=frame.room, thread=frame.thread, user=socket.user)


async def watch_presence(socket: ClientSocket, frame: protocol.PresenceWatch) -> None:
    LOOKUPS.expect(socket.user_id)
    met = await in_database(selectors.people_in, socket.rooms, among=frame.users)
    states = await presence.watch(socket, met)
    answer = {str(user_id): states.get(user_id, State.OFFLINE).word for user_id in frame.users}
    await socket.reply(protocol.Ok(frame.ref, presence=answer))


async def set_presence(socket: ClientSocket, frame: protocol.PresenceSet) -> None:
    if frame.room is not None and frame.room not in socket.rooms:
        raise Problem("not_found")
    presence.set(socket, State.of(frame.state), frame.room)
    if frame.ref is not None:
        await socket.reply(protocol.Ok(frame.ref))


async def renew_session(socket: ClientSocket, frame: protocol.SessionRenew) -> None:
    LOOKUPS.expect(socket.user_id)
    try:
        identity = await in_database(identify, frame.token)
    except Problem as problem:
        if problem.code in ENDED:
            # The socket was not told when the session ended.
            await socket.close(close_codes.SIGNED_OUT, problem.code)
        raise
    if (identity.user.pk, identity.session_id) != (socket.user.pk, socket.identity.session_id):
        raise Problem("token_invalid")
    socket.identity = identity
    socket.expiry.set(identity.expires_at)
    await socket.reply(protocol.Ok(frame.ref, expires_at=identity.expires_at))


async def answer_ping(socket: ClientSocket, frame: protocol.Ping) -> None:
    await socket.reply(protocol.Pong(frame.ref))


def _expect_room(socket: ClientSocket, room_id: int) -> None:
    """Raises Problem `not_found` when the socket is limited to another room."""
    if socket.only_room not in (None, room_id):
        raise Problem("not_found")


COMMANDS: Mapping[type, Callable[[ClientSocket, Any], Awaitable[None]]] = {
    protocol.MessageSend: send_message,
    protocol.RoomRead: read_room,
    protocol.TypingNow: tell_typing,
    protocol.PresenceWatch: watch_presence,
    protocol.PresenceSet: set_presence,
    protocol.SessionRenew: renew_session,
    protocol.Ping: answer_ping,
}


@cache
def handlers() -> Mapping[type, Callable[[ClientSocket, Any], Awaitable[None]]]:
    """The handlers of the frames of all installed apps, COMMANDS included."""
    return {frame: handler for frames in named("client_frames") for frame, handler in frames.items()}
