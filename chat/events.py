"""Who hears of what: group names, and publishing after the commit. The only code that sends to a group.

Two kinds of things travel. To a room goes a finished frame, which every socket writes as it is. To a person goes an event for the consumer
of each of their sockets, which has something to do: subscribe, unsubscribe, close.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, cast

import msgspec
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from accounts.models import Session, User
from accounts.payloads import User as UserPayload
from chat import changes, protocol
from chat.models import KeptDraft, Membership, Message, Room
from chat.realtime.groups import EVENT_MARK, PERSONAL, PRESENCE, ROOM, Publish
from chat.realtime.layers import FanoutLayer

logger = logging.getLogger(__name__)

# The loop that serves this worker's sockets, once there is one.
_serving: asyncio.AbstractEventLoop | None = None


def layer() -> FanoutLayer:
    return cast(FanoutLayer, get_channel_layer())


def serve_from(loop: asyncio.AbstractEventLoop) -> None:
    """From now on threads of this process publish through this loop, which is running, without waiting for it."""
    global _serving
    if _serving is not loop:
        _serving = loop
        layer().serve()


def room_group(room_id: int) -> str:
    return f"{ROOM}{room_id}"


def user_group(user_id: int) -> str:
    """All devices of one person."""
    return f"{PERSONAL}{user_id}"


def message_changed(message: Message) -> None:
    messages_changed([message])


def messages_changed(messages: Iterable[Message]) -> None:
    """Each `author` must be loaded. All of them go out together."""
    _after_commit([_to_room(changes.of_message(message)) for message in messages])


def room_changed(room: Room) -> None:
    _after_commit([_to_room(changes.of_room(room))])


def member_changed(room: Room, membership: Membership) -> None:
    _after_commit([_to_room(changes.of_member(membership, room))])


def membership_started(membership: Membership) -> None:
    _after_commit([_to_person(membership.user_id, type="membership.started", room=membership.room_id)])


def membership_ended(membership: Membership) -> None:
    _after_commit([_to_person(membership.user_id, type="membership.ended", room=membership.room_id)])


def read(*, room: Room, user_id: int, seq: int) -> None:
    frame = protocol.Read(room.pk, user_id, seq)
    _after_commit([_to_room(frame) if room.shows_who_read else _to_devices(user_id, frame)])


def mine_changed(membership: Membership) -> None:
    adder = None if membership.accepted else membership.added_by
    mine = protocol.RoomMine(
        room=membership.room_id,
        notify=membership.notify,
        muted=membership.muted,
        favourite=membership.favourite,
        added_by=UserPayload.of(adder) if adder else None,
    )
    _after_commit([_to_devices(membership.user_id, mine)])


def draft_kept(draft: KeptDraft) -> None:
    frame = protocol.DraftKept(draft.room_id, draft.thread_id, draft.text, draft.at)
    _after_commit([_to_devices(draft.user_id, frame)])


def user_changed(*, user: User, **_: Any) -> None:
    """Receiver of accounts' signal: somebody's name or status is another. Who watches them is told on every worker."""
    payload = msgspec.to_builtins(UserPayload.of(user))
    publish([(PRESENCE, EVENT_MARK + msgspec.json.encode({"type": "user.changed", "user": payload}))])


def sessions_ended(*, sessions: Iterable[Session], reason: str, **_: Any) -> None:
    """Receiver of accounts' signal, which comes after the commit."""
    by_user = defaultdict(list)
    for session in sessions:
        by_user[session.user_id].append(str(session.pk))
    publish([_to_person(user, type="session.ended", sessions=ids, reason=reason) for user, ids in by_user.items()])


def typing(*, room_id: int, thread: int | None, user: User) -> None:
    """Ephemeral: never stored, may be lost. To be called from the serving loop."""
    layer().publish_soon([_to_room(protocol.Typing(room_id, UserPayload.of(user), thread))])


def publish(publishes: Sequence[Publish]) -> None:
    """Best effort: what is lost here is found by `sync`, so a change that is stored never fails because Redis is away."""
    try:
        if _serving is not None and _serving.is_running():
            _serving.call_soon_threadsafe(layer().publish_soon, publishes)
        else:
            # A management command, or a worker that has no sockets yet.
            async_to_sync(layer().publish)(publishes)
    except Exception as error:
        logger.warning("%d publishes were lost: %s", len(publishes), error)


def something_may_be_lost(**_: Any) -> None:
    """Receiver of the signal that a transaction failed with the database: what it stored may be there, and nobody has been told."""
    if _serving is not None and _serving.is_running():
        _serving.call_soon_threadsafe(layer().publishes_lost)


def _to_room(frame: changes.Change | protocol.Typing | protocol.Read) -> Publish:
    return room_group(frame.room), protocol.encode(frame)


def _to_devices(user_id: int, frame: protocol.Read | protocol.RoomMine | protocol.DraftKept) -> Publish:
    """To those of somebody's sockets that carry the room."""
    return _to_person(user_id, type="frame", room=frame.room, frame=protocol.encode(frame).decode())


def _to_person(user_id: int, **event: Any) -> Publish:
    return user_group(user_id), EVENT_MARK + msgspec.json.encode(event)


def _after_commit(publishes: Sequence[Publish]) -> None:
    transaction.on_commit(partial(publish, publishes))
