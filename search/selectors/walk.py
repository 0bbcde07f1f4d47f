"""Hits from the newest to the oldest, from as few chunks as that takes."""

import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from search.matching.conditions import Conditions, found_in
from search.matching.segments import EPOCH, MICROSECOND, Segment, microseconds, read
from search.models.chunk import CHUNK
from search.selectors import index
from search.selectors.index import ChunkKey
from search.selectors.places import NEWEST, Hit, Place

FIRST_BATCH, MOST_CHUNKS_AT_ONCE = 8, 250
# Characters of chunks that are in memory together, by the length of those that were read before.
CHARACTERS_AT_ONCE = 2_000_000

LATEST = microseconds(datetime.max.replace(tzinfo=UTC))


Tail = Mapping[tuple[int, int], Segment | None]


def tail_of(room_ids: Collection[int]) -> Tail:
    """The segments of messages that the index does not hold as they are, by room id and seq. To be read before chunks:
    what is indexed meanwhile is in one of the two at least."""
    return {(one.room_id, one.seq): read(one.segment) for one in index.unindexed(room_ids)}


class Walk:
    """`seqs`: the rooms, and the seq in each after which messages count. `before`: where the page before ended. `most`:
    characters of chunks that are read; then `stopped_at` says where the next page goes on."""

    def __init__(
        self, conditions: Conditions, seqs: Mapping[int, int], tail: Tail, *, before: Place = NEWEST, most: int
    ) -> None:
        self._conditions, self._seqs, self._tail, self._before, self._most = conditions, seqs, tail, before, most
        self._waiting: list[tuple[int, int, int, Segment]] = []
        self._read = self._chunks_read = 0
        self.stopped_at: Place | None = None

    def hits(self) -> Iterator[Hit]:
        """To be read once."""
        for (room_id, seq), segment in self._tail.items():
            if room_id in self._seqs and segment and self._conditions.hold(segment):
                self._note(room_id, seq, segment)
        ahead = self._candidates()
        while ahead and self.stopped_at is None:
            batch, ahead = ahead[: (most := self._batch_size)], ahead[most:]
            self._read_chunks(batch)
            yield from self._newer_than(microseconds(ahead[0].newest_at) if ahead else -1)
            if ahead and self._read > self._most:
                self.stopped_at = Place(microseconds(ahead[0].newest_at) + 1, 0, 0)
        if self.stopped_at is None:
            yield from self._newer_than(-1)

    def _candidates(self) -> list[ChunkKey]:
        """Chunks that may have hits, the newest first."""
        conditions, found = self._conditions, dict[tuple[int, int], ChunkKey]()
        until = min(conditions.until, self._before.at + 1)
        for hashes in conditions.hashes():
            some = index.candidates(self._seqs, hashes, since=_moment(conditions.since), until=_moment(until))
            found |= {(chunk.room_id, chunk.number): chunk for chunk in some if self._counts(chunk)}
        return sorted(found.values(), reverse=True)

    def _counts(self, chunk: ChunkKey) -> bool:
        return (chunk.number + 1) * CHUNK > self._seqs[chunk.room_id]

    @property
    def _batch_size(self) -> int:
        if not self._chunks_read:
            return FIRST_BATCH
        fitting = CHARACTERS_AT_ONCE * self._chunks_read // max(self._read, 1)
        return max(1, min(self._chunks_read, fitting, MOST_CHUNKS_AT_ONCE))

    def _read_chunks(self, chunks: Sequence[ChunkKey]) -> None:
        for chunk, text in zip(chunks, index.texts(chunks), strict=True):
            self._chunks_read += 1
            self._read += len(text)
            for number, segment in found_in(text, self._conditions):
                seq = chunk.number * CHUNK + number + 1
                if (chunk.room_id, seq) not in self._tail:
                    self._note(chunk.room_id, seq, segment)

    def _note(self, room_id: int, seq: int, segment: Segment) -> None:
        place = Place(segment.sent_us, room_id, seq)
        if place < self._before and seq > self._seqs[room_id]:
            heapq.heappush(self._waiting, (-place.at, -room_id, -seq, segment))

    def _newer_than(self, at: int) -> Iterator[Hit]:
        """What was found and is newer: no chunk that is still to be read can have a newer hit."""
        while self._waiting and -self._waiting[0][0] > at:
            negative_at, negative_room, negative_seq, segment = heapq.heappop(self._waiting)
            yield Hit(Place(-negative_at, -negative_room, -negative_seq), segment)


def _moment(microseconds: int) -> datetime | None:
    """None for the beginning of time and its end."""
    return EPOCH + MICROSECOND * microseconds if 0 < microseconds <= LATEST else None
