"""The index is compared with the messages and repaired, whatever was done to it."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from chat.models import Message, Room
from search.models import Chunk, IndexedRoom
from search.services import checking, indexing, rebuilding
from search.services.checking import Found
from tests.chat.hearth import Hearth
from tests.search.writing import a_room, expect_right, found, index_room

pytestmark = pytest.mark.django_db

CHUNKS = 3


@pytest.fixture
def room() -> Room:
    room = a_room(Hearth().owner, (f"kettle {at}" for at in range(300)))
    index_room(room.pk)
    return room


def check() -> Found:
    return checking.check(lambda done, total: None)


def test_nothing_is_wrong_with_what_the_job_has_written(room: Room) -> None:
    assert check() == Found(compared=CHUNKS)


DAMAGES: dict[str, Callable[[], object]] = {
    "text": lambda: Chunk.objects.filter(number=1).update(text="nothing"),
    "signature": lambda: Chunk.objects.filter(number=1).update(signature=bytes(64)),
    "time": lambda: Chunk.objects.filter(number=1).update(newest_at=timezone.now()),
    "format": lambda: Chunk.objects.filter(number=1).update(format=0),
    "gone": lambda: Chunk.objects.filter(number=1).delete(),
    "message": lambda: Message.objects.filter(seq=200).update(text="changed behind its back"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_what_is_wrong_is_written_again(room: Room, damage: Callable[[], object]) -> None:
    damage()
    assert check() == Found(compared=CHUNKS, wrong=1)
    expect_right([room.pk])
    assert check() == Found(compared=CHUNKS)


def test_chunks_of_no_messages_go(room: Room) -> None:
    for room_id, number in ((room.pk, CHUNKS), (room.pk + 1000, 0)):
        chunk = Chunk.objects.get(room=room, number=0)
        chunk.pk, chunk.room_id, chunk.number = None, room_id, number
        chunk.save()
    IndexedRoom.objects.create(room_id=room.pk + 1000)
    assert check() == Found(compared=CHUNKS, surplus=2)
    assert not IndexedRoom.objects.filter(room_id=room.pk + 1000).exists()
    expect_right([room.pk])


def test_what_has_changed_since_is_not_wrong(room: Room) -> None:
    message = Message.objects.get(room=room, seq=200)
    message.text, message.rev = "a teapot", room.rev + 1
    message.save()
    Room.objects.filter(pk=room.pk).update(rev=message.rev)
    assert check() == Found(compared=CHUNKS)
    assert found([room.pk], "teapot") == {(room.pk, 200)}


class TestTheCommand:
    def test_it_writes_all_again_and_search_goes_on_meanwhile(self, room: Room) -> None:
        Chunk.objects.filter(number=1).update(text="nothing")
        rebuilding.forget_all()
        assert len(found([room.pk], "kettle")) == 300
        assert "Indexed 30" in self.said("reindex")
        expect_right([room.pk])

    def test_what_was_ended_early_goes_on(self, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(indexing, "MOST_CHUNKS", 1)
        rebuilding.forget_all()
        with pytest.raises(KeyboardInterrupt):
            rebuilding.bring_up(self.interrupt)
        left = room.rev - IndexedRoom.objects.get(room=room).rev
        assert 0 < left < room.rev
        assert f"Indexed {left + self.of_the_hearth():,} changes" in self.said("reindex", "--resume")
        expect_right([room.pk])
        assert "Indexed 0 changes" in self.said("reindex", "--resume")

    def test_it_says_what_was_wrong(self, room: Room) -> None:
        Chunk.objects.filter(number=1).delete()
        said = self.said("reindex", "--check")
        assert f"Compared {CHUNKS} chunks" in said
        assert "1 were wrong" in said
        assert f"The index has {CHUNKS} chunks" in said
        expect_right([room.pk])

    def said(self, *arguments: str) -> str:
        out = StringIO()
        call_command(*arguments, stdout=out)
        return out.getvalue()

    def interrupt(self, done: int, total: int) -> None:
        if done > 128:
            raise KeyboardInterrupt

    def of_the_hearth(self) -> int:
        """Changes of its members."""
        room = Room.objects.get(name="Hearth")
        row = IndexedRoom.objects.filter(room=room).first()
        return room.rev - (row.rev if row else 0)
