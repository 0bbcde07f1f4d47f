"""Who hears of what: group names, and publishing after the commit.

One other file publishes: socket/presence/remote.py, what changed of somebody's presence.

A room gets a finished frame, which every socket writes unchanged. A person gets an event for the consumer of each of
their sockets, which then subscribes, unsubscribes or closes.
"""

import asyncio
import itertools
import logging
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, cast

import msgspec
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from accounts.models import Session, User
from accounts.payloads import User as UserPayload
from chat import own_changes, protocol
from chat.models import Draft, Membership, Message, Room, Section
from realtime.fanout.group_names import EVENT_MARK, PERSONAL, PRESENCE, ROOM, Publish
from realtime.fanout.layers import ChannelLayer, FanoutLayer

logger = logging.getLogger(__name__)


class _Serving(NamedTuple):
    """The loop that serves this worker's sockets, its thread, and its fan-out."""

    loop: asyncio.AbstractEventLoop
    thread: int
    layer: FanoutLayer


# None until sockets are served.
_serving: _Serving | None = None

# Per thread: the time until which it has waited for a publish that Redis did not take.
_waited = threading.local()
# The hooks of one commit run right after each other. When many members are removed together, the first hook's wait
# serves all.
SAME_COMMIT_SECONDS = 0.1
# Seconds after which an ended loop is not waited for any longer.
ANSWER_SECONDS = 10.0


def layer() -> FanoutLayer:
    """The fan-out of the running event loop."""
    return cast(ChannelLayer, get_channel_layer()).on_this_loop()


def serve_from(loop: asyncio.AbstractEventLoop) -> None:
    """From now on threads of this process publish through this running loop, without waiting for it."""
    global _serving
    if _serving is None or _serving.loop is not loop:
        _serving = _Serving(loop, threading.get_ident(), layer())
        _serving.layer.serve()


def is_serving() -> bool:
    """Whether this process serves sockets."""
    return _serving is not None and _serving.loop.is_running()


def room_group(room_id: int) -> str:
    return f"{ROOM}{room_id}"


def user_group(user_id: int) -> str:
    """The group of all devices of one person."""
    return f"{PERSONAL}{user_id}"


def messages_changed(messages: Iterable[Message]) -> None:
    """Publish changed messages to their rooms, all together. Each `author` must be loaded."""
    _after_commit([_to_room(protocol.MessageChanged.of(message)) for message in messages])


def rooms_changed(rooms: Iterable[Room]) -> None:
    _after_commit([_to_room(protocol.RoomChanged.of(room)) for room in rooms])


def member_changed(room: Room, membership: Membership) -> None:
    members_changed([(room, membership)])


def members_changed(changed: Iterable[tuple[Room, Membership]]) -> None:
    _after_commit([_to_room(protocol.MemberChanged.of(membership, room)) for room, membership in changed])


# What the start or end of a membership publishes, to the room and to the person.
Standing = tuple[Publish, Publish]


def start_of(room: Room, membership: Membership) -> Standing:
    """As both rows are now."""
    started = _to_person(membership.user_id, **own_changes.started(membership))
    return _to_room(protocol.MemberChanged.of(membership, room)), started


def memberships_started(starts: Iterable[Standing]) -> None:
    _after_commit(list(itertools.chain.from_iterable(starts)))


def end_of(room: Room, membership: Membership) -> Standing:
    """As both rows are now."""
    ended = _to_person(membership.user_id, **own_changes.ended(membership))
    return _to_room(protocol.MemberChanged.of(membership, room)), ended


def memberships_ended(ends: Iterable[Standing]) -> None:
    """Publish the ends of memberships. The caller answers once every worker knows, so that the former members hear
    nothing of their rooms from then on."""
    if publishes := list(itertools.chain.from_iterable(ends)):
        transaction.on_commit(partial(publish_before_answer, publishes))


def read(memberships: Iterable[Membership]) -> None:
    """Publish read markers to their readers' own devices, and in small rooms to all members. Each `room` must be
    loaded."""
    publishes = []
    for membership in memberships:
        publishes.append(_to_person(membership.user_id, **own_changes.read(membership)))
        if membership.room.shows_who_read:
            publishes.append(_to_room(protocol.Read.of(membership)))
    _after_commit(publishes)


def mine_changed(membership: Membership) -> None:
    _after_commit([_to_person(membership.user_id, **own_changes.preferred(membership))])


def draft_changed(draft: Draft) -> None:
    _after_commit([_to_person(draft.user_id, **own_changes.drafted(draft))])


def sections_changed(user_id: int, sections: Iterable[Section], *, me: int) -> None:
    _after_commit([_to_person(user_id, **own_changes.sectioned(sections, me))])


def user_changed(user: User, *, me: int) -> None:
    """Publish a changed name or status to the user's devices, and on every worker to the sockets that watch the
    user."""
    event = own_changes.renamed(user, me)
    _after_commit([_to_person(user.pk, **event), (PRESENCE, EVENT_MARK + msgspec.json.encode(event))])


def sessions_ended(*, sessions: Iterable[Session], reason: str, **_: Any) -> None:
    """Receiver of accounts' signal, which is sent after the commit."""
    by_user = defaultdict(list)
    for session in sessions:
        by_user[session.user_id].append(str(session.pk))
    publish([_to_person(user, type="session.ended", sessions=ids, reason=reason) for user, ids in by_user.items()])


def tell_people(frames: Mapping[int, msgspec.Struct], *, room_id: int | None = None) -> None:
    """Publish a frame of another app to the devices of each of these people, by user id. It takes no own rev, so a lost
    one does not come again: what it tells can be asked for as well. `room_id`: only sockets that carry the room get it;
    without one, only sockets of all rooms."""
    _after_commit(to_people(frames, room_id=room_id))


def to_people(frames: Mapping[int, msgspec.Struct], *, room_id: int | None = None) -> list[Publish]:
    """What `tell_people` publishes, for who publishes it outside of a transaction."""
    place = {"type": "list.frame"} if room_id is None else {"type": "frame", "room": room_id}
    encoded = {user_id: msgspec.json.encode(frame).decode() for user_id, frame in frames.items()}
    return [_to_person(user_id, **place, frame=frame) for user_id, frame in encoded.items()]


def own_changed(changes: Iterable[tuple[int, own_changes.Event]]) -> None:
    """Publish changes of people's own state that another app keeps (`own_changes.of_other_app`), each to a user's id."""
    _after_commit([_to_person(user_id, **event) for user_id, event in changes])


def typing(*, room_id: int, thread: int | None, user: User) -> None:
    """Publish that a user types. It is never stored and may be lost. Call it from the serving loop."""
    layer().publish_soon([_to_room(protocol.Typing(room_id, UserPayload.of(user), thread))])


def publish(publishes: Sequence[Publish]) -> None:
    """Publish with best effort. `sync` finds what is lost here, so a stored change never fails because Redis is
    away."""
    try:
        if _serving is not None and _serving.loop.is_running():
            _serving.loop.call_soon_threadsafe(_serving.layer.publish_soon, publishes)
        else:
            # In a management command, or in a worker without sockets so far.
            async_to_sync(_publish_here)(publishes)
    except Exception as error:
        logger.warning("%d publishes were lost: %s", len(publishes), error)


async def _publish_here(publishes: Sequence[Publish]) -> None:
    await layer().publish(publishes)


def publish_before_answer(publishes: Sequence[Publish]) -> None:
    """Publish, and return once Redis has the payloads. When Redis takes none, return once every worker has read the
    database instead."""
    if time.monotonic() - getattr(_waited, "until", 0) < SAME_COMMIT_SECONDS:
        # The hook of another change in this commit has waited already.
        publish(publishes)
        return
    try:
        if not _publish_surely(publishes):
            _waited.until = time.monotonic()
    except Exception as error:
        logger.warning("%d publishes were lost: %s", len(publishes), error or type(error).__name__)


def _publish_surely(publishes: Sequence[Publish]) -> bool:
    if _serving is None or not _serving.loop.is_running():
        return async_to_sync(_publish_surely_here)(publishes)
    if _serving.thread == threading.get_ident():
        # This is the loop's own thread, which cannot wait for the loop.
        _serving.layer.publish_soon(publishes)
        return True
    telling = asyncio.run_coroutine_threadsafe(_serving.layer.publish_surely(publishes), _serving.loop)
    return telling.result(timeout=ANSWER_SECONDS)


async def _publish_surely_here(publishes: Sequence[Publish]) -> bool:
    return await layer().publish_surely(publishes)


def something_may_be_lost(**_: Any) -> None:
    """Receiver of the signal that a transaction failed with the database. Its changes may be stored, and nothing of
    them was published."""
    if _serving is not None and _serving.loop.is_running():
        _serving.loop.call_soon_threadsafe(_serving.layer.publishes_lost)


def _to_room(frame: protocol.Change | protocol.Typing | protocol.Read) -> Publish:
    return room_group(frame.room), protocol.encode(frame)


def _to_person(user_id: int, **event: Any) -> Publish:
    return user_group(user_id), EVENT_MARK + msgspec.json.encode(event)


def _after_commit(publishes: Sequence[Publish]) -> None:
    transaction.on_commit(partial(publish, publishes))
