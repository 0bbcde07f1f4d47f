"""What a chunk holds, made from its messages."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, cast

from chat.models import Message
from search.matching import segments
from search.models.chunk import CHUNK
from search.selectors import sources
from search.selectors.sources import Source


class Content(NamedTuple):
    """The columns of a chunk."""

    room_id: int
    number: int
    oldest_at: datetime
    newest_at: datetime
    signature: bytes
    text: str

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return len(self.signature) + 2 * len(self.text)


def of_chunk(room_id: int, number: int) -> Content | None:
    """What a chunk holds as its messages are now; None without messages. One query."""
    return of_sources(sources.of_chunk(room_id, number))


def of_sources(found: Sequence[Source]) -> Content | None:
    """What the chunk of these messages, by seq, holds. They are all that it has."""
    if not found:
        return None
    room_id, number = found[0].room_id, (found[0].seq - 1) // CHUNK
    by_seq = {source.seq: source for source in found}
    in_order = [by_seq.get(seq) for seq in range(number * CHUNK + 1, found[-1].seq + 1)]
    # A source has the fields of a message that are read there.
    text, signature = segments.indexed(cast("list[Message | None]", in_order))
    times = [source.created_at for source in found]
    return Content(room_id, number, min(times), max(times), signature, text)
