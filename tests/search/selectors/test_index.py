"""What a search reads: of the searcher's rooms alone, bounded, and with the same answer on both databases."""

from datetime import timedelta

import pytest

from chat.models import Message
from search.matching import terms
from search.models import Chunk
from search.selectors import index, lags
from search.selectors.lags import Lag
from tests.chat.hearth import Hearth
from tests.search.writing import LONG_AGO, a_room, change_text, found, index_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def hearth() -> Hearth:
    return Hearth()


def test_only_the_rooms_that_are_asked_for(hearth: Hearth) -> None:
    mine, others = (a_room(hearth.owner, ["a kettle"], name) for name in ("Mine", "Others"))
    for _ in range(2):
        assert found([mine.pk], "kettle") == {(mine.pk, 1)}
        assert found([], "kettle") == set()
        for room in (mine, others):
            index_room(room.pk)
    assert list(index.unindexed([mine.pk, others.pk])) == []


def test_chunks_without_the_bits_are_no_candidates(hearth: Hearth) -> None:
    texts = ["a kettle" if at == 300 else "tea" for at in range(500)]
    room = a_room(hearth.owner, texts)
    index_room(room.pk)
    (chunk,) = index.candidates([room.pk], terms.bits_of("kettle"))
    assert chunk.number == 2
    assert "kettle" in index.texts([chunk])[0]
    assert [chunk.number for chunk in index.candidates([room.pk], [])] == [3, 2, 1, 0]


def test_the_bits_of_a_signature_are_numbered_alike_on_both_databases(hearth: Hearth) -> None:
    room = a_room(hearth.owner, ["tea"])
    index_room(room.pk)
    for bit in range(0, 256, 5):
        signature = bytearray(32)
        signature[bit >> 3] |= 1 << (bit & 7)
        Chunk.objects.update(signature=bytes(signature))
        assert len(index.candidates([room.pk], [bit, bit + 7 * 256])) == 1
        assert index.candidates([room.pk], [bit, bit + 1]) == []


def test_a_signature_of_the_greatest_length_is_stored(hearth: Hearth) -> None:
    room = a_room(hearth.owner, ["tea"])
    index_room(room.pk)
    Chunk.objects.update(signature=bytes(range(256)) * 16)
    assert bytes(Chunk.objects.get().signature) == bytes(range(256)) * 16
    assert len(index.candidates([room.pk], [8])) == 1


def test_the_newest_first_and_between_two_times(hearth: Hearth) -> None:
    room = a_room(hearth.owner, (f"number {at}" for at in range(400)))
    index_room(room.pk)
    times = [LONG_AGO + timedelta(minutes=minutes) for minutes in (0, 127, 128, 400)]
    first, last, second, after = times

    def numbers(**limits: object) -> list[int]:
        return [chunk.number for chunk in index.candidates([room.pk], [], **limits)]  # type: ignore[arg-type]

    assert numbers(until=first) == []
    assert numbers(until=last) == [0]
    assert numbers(since=last, until=second) == [0]
    assert numbers(since=second) == [3, 2, 1]
    assert numbers(since=after) == []
    newest = index.candidates([room.pk], [])[0]
    assert (newest.oldest_at, newest.newest_at) == (first + timedelta(minutes=384), first + timedelta(minutes=399))


def test_texts_come_in_the_order_of_the_chunks_and_are_empty_where_one_is_gone(hearth: Hearth) -> None:
    room = a_room(hearth.owner, (f"number {at}." for at in range(300)))
    index_room(room.pk)
    chunks = index.candidates([room.pk], [])[::-1]
    Chunk.objects.filter(number=1).delete()
    first, gone, last = index.texts(chunks)
    assert "number 0." in first
    assert gone == ""
    assert "number 299." in last
    assert index.texts([]) == []


def test_the_latest_changes_are_read_where_too_many_wait(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "MOST_UNINDEXED", 40)
    large = a_room(hearth.owner, (f"number {at}" for at in range(1000)))
    small = a_room(hearth.owner, ["a kettle"], name="Small")
    rooms = [large.pk, small.pk]
    assert not index.is_complete(rooms)
    assert index.is_complete([small.pk])
    change_text(Message.objects.get(room=large, seq=3), "changed")
    read = {(one.room_id, one.seq) for one in index.unindexed(rooms)}
    assert (small.pk, 1) in read
    assert {(large.pk, 3), (large.pk, 1000)} <= read
    assert len(read) <= 40
    for room in rooms:
        index_room(room)
    assert index.is_complete(rooms)


def test_shares_of_what_is_read() -> None:
    behind = [Lag(1, 0, 5), Lag(2, 10, 1000), Lag(3, 0, 20), Lag(4, 0, 900)]
    assert lags.allowances(behind, 10_000) == {1: 5, 3: 20, 4: 900, 2: 990}
    assert lags.allowances(behind, 100) == {1: 5, 3: 20, 4: 37, 2: 38}
    assert lags.allowances([], 100) == {}


def test_most_changes_first_and_large_rooms_between(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lags, "LARGE", 50)
    rooms = {size: a_room(hearth.owner, ["tea"] * size, name=str(size)).pk for size in (3, 70, 20, 40, 60)}
    order = [lag.room_id for lag in lags.worth_indexing()]
    assert order == [rooms[size] for size in (40, 60, 20, 70, 3)]
