"""Rooms with messages, made without sending them, and what the index knows of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from chat.models import Membership, Message, Room
from chat.services.importing.history import PastMember, PastMessage, PastRoom
from chat.services.importing.rooms import record
from search.matching import segments, terms
from search.models import Chunk, IndexedRoom
from search.selectors import content, index, lags
from search.selectors.lags import Lag
from search.services import indexing

LONG_AGO = timezone.now() - timedelta(days=400)


def a_room(author: User, texts: Iterable[str], name: str = "Attic", since: datetime = LONG_AGO) -> Room:
    """A room with these messages of long ago. Nothing is told of them."""
    messages = [PastMessage(author, text, since + timedelta(minutes=at)) for at, text in enumerate(texts)]
    member = PastMember(author, since, Membership.Role.OWNER)
    (room,) = record([PastRoom(name, Room.Kind.PUBLIC, "", since, [member], messages)])
    return room


def lag_of(room_id: int) -> Lag | None:
    return next(iter(lags.of_rooms([room_id])), None)


def index_room(room_id: int) -> int:
    """Index all of a room. How many steps it took."""
    steps = 0
    while lag := lag_of(room_id):
        indexing.step(lag)
        steps += 1
        assert steps < 1000, "it does not get on"
    return steps


def found(room_ids: Sequence[int], word: str) -> set[tuple[int, int]]:
    """Rooms and seqs of the messages that contain a folded word, read as a search reads them."""
    read = {(one.room_id, one.seq): one.segment for one in index.unindexed(room_ids)}
    chunks = index.candidates(room_ids, terms.bits_of(word))
    for chunk, text in zip(chunks, index.texts(chunks), strict=True):
        for at, segment in enumerate(segments.segments_in(text), start=chunk.number * 128 + 1):
            read.setdefault((chunk.room_id, at), segment)
    return {key for key, segment in read.items() if word in segment}


def expect_right(room_ids: Iterable[int]) -> None:
    """The index holds all of these rooms, as their messages are."""
    for room_id in room_ids:
        room = Room.objects.get(pk=room_id)
        assert IndexedRoom.objects.get(room=room).rev == room.rev
        made = [content.of_chunk(room_id, number) for number in range((room.last_seq + 127) // 128)]
        stored = [
            content.Content(room_id, one.number, one.oldest_at, one.newest_at, bytes(one.signature), one.text)
            for one in Chunk.objects.filter(room=room).order_by("number")
        ]
        assert stored == made, (stored, made)


def change_text(message: Message, text: str) -> None:
    """As an edit in a transaction of this thread."""
    room = Room.objects.locked().get(pk=message.room_id)
    message.text, message.rev = text, room.next_rev()
    message.save()
    room.save()
