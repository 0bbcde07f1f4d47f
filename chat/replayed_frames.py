"""Read changes back from the database, as the frames that published them."""

from collections.abc import Iterator, Mapping
from itertools import accumulate, islice

from django.db.models import Q, Sum

from chat import protocol
from chat.models import Membership, Message, Room
from chat.selectors.conditions import any_of
from chat.selectors.weights import with_weights

Revs = tuple[int, int]  # changes after the first rev, up to and including the second

# Bytes of frames read back at once. A client that missed more asks for it.
MOST_BYTES = 4_000_000
# Rooms in one query. The query has a condition for each, and that many are still planned quickly.
ROOMS_AT_ONCE = 200


def between(revs: Mapping[int, Revs]) -> dict[int, list[bytes]]:
    """Frames of the changes in these rooms, by room id, ascending by rev.

    A row that changed again after the second rev is left out. A room is left out when its frames would exceed
    MOST_BYTES.
    """
    frames: dict[int, list[bytes]] = {}
    left = MOST_BYTES
    for some in _chunks(revs):
        for room, read in _frames(_light_enough(some, left)).items():
            size = sum(map(len, read))
            if size <= left:
                frames[room] = read
                left -= size
    return frames


def _light_enough(revs: Mapping[int, Revs], most: int) -> dict[int, Revs]:
    """The lightest rooms that weigh no more than `most` bytes together."""
    messages = Message.objects.filter(_changed(revs))
    weighed = with_weights(messages).values("room_id").order_by("room_id").annotate(total=Sum("weight"))
    heavy = sorted(weighed.values_list("total", "room_id"))
    totals = accumulate(total for total, _ in heavy)
    too_heavy = {room for (_, room), total in zip(heavy, totals, strict=True) if total > most}
    return {room: rev for room, rev in revs.items() if room not in too_heavy}


def _frames(revs: Mapping[int, Revs]) -> dict[int, list[bytes]]:
    frames: dict[int, list[bytes]] = {}
    for change in sorted(_read(revs), key=lambda change: (change.room, change.rev)):
        frames.setdefault(change.room, []).append(protocol.encode(change))
    # A room without frames is included: it has been read.
    return {room: frames.get(room, []) for room in revs}


def _read(revs: Mapping[int, Revs]) -> Iterator[protocol.Change]:
    rooms = Room.objects.in_bulk(list(revs))
    for room in rooms.values():
        after, until = revs[room.pk]
        if after < room.room_rev <= until:
            yield protocol.RoomChanged.of(room)
    changed = _changed(revs)
    if not changed:
        return
    for message in Message.objects.filter(changed).select_related("author"):
        yield protocol.MessageChanged.of(message)
    for membership in Membership.objects.filter(changed).select_related("user"):
        yield protocol.MemberChanged.of(membership, rooms[membership.room_id])


def _changed(revs: Mapping[int, Revs]) -> Q:
    return any_of(Q(room=pk, rev__gt=after, rev__lte=until) for pk, (after, until) in revs.items())


def _chunks(revs: Mapping[int, Revs]) -> Iterator[dict[int, Revs]]:
    rest: Iterator[tuple[int, Revs]] = iter(revs.items())
    while some := dict(islice(rest, ROOMS_AT_ONCE)):
        yield some
