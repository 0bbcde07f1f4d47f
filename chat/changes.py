"""Changes as the frames that tell of them: of rows just written, or read back from the database."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from django.db.models import Q

from chat import payloads, protocol
from chat.models import Membership, Message, Room

Change = protocol.MessageChanged | protocol.RoomChanged | protocol.MemberChanged
Revs = tuple[int, int]  # after the first, up to and with the second

# In one query: a condition for each is still planned quickly.
ROOMS_AT_ONCE = 200


def of_message(message: Message) -> protocol.MessageChanged:
    """Its `author` must be loaded."""
    return protocol.MessageChanged(message.room_id, message.rev, payloads.Message.of(message))


def of_room(room: Room) -> protocol.RoomChanged:
    return protocol.RoomChanged(
        room=room.pk,
        rev=room.room_rev,
        kind=room.kind,
        name=room.name,
        topic=room.topic,
        created_at=room.created_at,
        archived_at=room.archived_at,
        posting=room.posting,
        slow_seconds=room.slow_seconds,
    )


def of_member(membership: Membership, room: Room) -> protocol.MemberChanged:
    """Its `user` must be loaded."""
    member = payloads.Member.of(membership, room)
    return protocol.MemberChanged(
        room=room.pk,
        rev=member.rev,
        user=member.user,
        role=member.role,
        joined_at=member.joined_at,
        last_read_seq=member.last_read_seq,
        member_count=room.member_count,
    )


def between(revs: Mapping[int, Revs]) -> dict[int, list[bytes]]:
    """The frames of what changed in these rooms, by room, in the order of rev. What changed again since then is not among them."""
    changes = [change for some in _chunks(revs) for change in _read(some)]
    changes.sort(key=lambda change: (change.room, change.rev))
    frames: dict[int, list[bytes]] = {}
    for change in changes:
        frames.setdefault(change.room, []).append(protocol.encode(change))
    return frames


def _read(revs: Mapping[int, Revs]) -> Iterator[Change]:
    rooms = Room.objects.in_bulk(list(revs))
    for room in rooms.values():
        after, until = revs[room.pk]
        if after < room.room_rev <= until:
            yield of_room(room)
    changed = _any_of(Q(room=pk, rev__gt=after, rev__lte=until) for pk, (after, until) in revs.items())
    for message in Message.objects.filter(changed).select_related("author"):
        yield of_message(message)
    for membership in Membership.objects.filter(changed).select_related("user"):
        yield of_member(membership, rooms[membership.room_id])


def _any_of(conditions: Iterable[Q]) -> Q:
    combined = Q()
    for condition in conditions:
        combined |= condition
    return combined


def _chunks(revs: Mapping[int, Revs]) -> Iterator[dict[int, Revs]]:
    rest: Iterator[tuple[int, Revs]] = iter(revs.items())
    while some := dict(islice(rest, ROOMS_AT_ONCE)):
        yield some
