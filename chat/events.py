"""Who hears of what: group names, and publishing after the commit. The only code that sends to a group.

Two kinds of events travel. A `deliver` event carries a finished frame that every socket of the group writes as it is. The others are
for the consumer, which has something to do: subscribe, unsubscribe, close.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from accounts.models import Session, User
from accounts.payloads import User as UserPayload
from chat import payloads, protocol
from chat.models import Membership, Message, Room

logger = logging.getLogger(__name__)

Event = dict[str, Any]
RoomFrame = protocol.MessageChanged | protocol.RoomChanged | protocol.MemberChanged | protocol.Read | protocol.Typing


def room_group(room_id: int) -> str:
    return f"room.{room_id}"


def user_group(user_id: int) -> str:
    """All devices of one person."""
    return f"user.{user_id}"


def message_changed(message: Message) -> None:
    frame = protocol.MessageChanged(message.room_id, message.rev, payloads.Message.of(message))
    _after_commit(room_group(message.room_id), deliver(frame))


def room_changed(room: Room) -> None:
    frame = protocol.RoomChanged(room.pk, room.rev, room.kind, room.name, room.topic, room.created_at, room.archived_at)
    _after_commit(room_group(room.pk), deliver(frame))


def member_changed(room: Room, membership: Membership) -> None:
    member = payloads.Member.of(membership)
    frame = protocol.MemberChanged(room.pk, member.rev, member.user, member.role, member.joined_at, room.member_count)
    _after_commit(room_group(room.pk), deliver(frame))


def membership_started(membership: Membership) -> None:
    _after_commit(user_group(membership.user_id), {"type": "membership.started", "room": membership.room_id})


def membership_ended(membership: Membership) -> None:
    _after_commit(user_group(membership.user_id), {"type": "membership.ended", "room": membership.room_id})


def read(*, user_id: int, room_id: int, seq: int) -> None:
    _after_commit(user_group(user_id), deliver(protocol.Read(room_id, user_id, seq)))


def sessions_ended(*, sessions: Iterable[Session], reason: str, **_: Any) -> None:
    """Receiver of accounts' signal, which comes after the commit."""
    by_user = defaultdict(list)
    for session in sessions:
        by_user[session.user_id].append(str(session.pk))
    for user_id, ids in by_user.items():
        publish(user_group(user_id), {"type": "session.ended", "sessions": ids, "reason": reason})


async def typing(*, room_id: int, user: User) -> None:
    """Ephemeral: never stored, may be lost."""
    frame = protocol.Typing(room_id, UserPayload.of(user))
    await get_channel_layer().group_send(room_group(room_id), deliver(frame))


def deliver(frame: RoomFrame) -> Event:
    return {"type": "deliver", "room": frame.room, "frame": protocol.encode(frame)}


def publish(group: str, event: Event) -> None:
    """Best effort: what is lost here is found by `sync`, so a change that is stored never fails because Redis is away."""
    try:
        async_to_sync(get_channel_layer().group_send)(group, event)
    except Exception:
        logger.warning("publishing to %s failed", group, exc_info=logger.isEnabledFor(logging.DEBUG))


def _after_commit(group: str, event: Event) -> None:
    transaction.on_commit(partial(publish, group, event))
