"""The index follows the messages: whatever is written, in which order and by how many workers."""

import pytest
from django.db import transaction
from django.utils import timezone

from chat.models import Message, Room
from chat.services.authority import Member
from chat.services.messages import editing
from core.jobs.declarations import JobFailed
from core.jobs.models import Job
from search.jobs import INDEX
from search.models import Chunk, IndexedRoom
from search.models.chunk import FORMAT
from search.selectors import content, index, lags
from search.services import indexing, writing
from tests.chat.hearth import Hearth
from tests.core.jobs.due import run_due
from tests.search import writing as written
from tests.search.writing import a_room, expect_right, found, index_room, lag_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def hearth() -> Hearth:
    return Hearth()


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "REST", 0.0)


def jobs() -> list[str]:
    return sorted(Job.objects.filter(type=INDEX.name).values_list("key", flat=True))


def test_messages_move_from_the_tail_into_chunks(hearth: Hearth) -> None:
    said = hearth.say("Where is the Kettle")
    assert found([hearth.id], "kettle") == {(hearth.id, said.seq)}
    assert not Chunk.objects.exists()
    index_room(hearth.id)
    assert list(index.unindexed([hearth.id])) == []
    assert found([hearth.id], "kettle") == {(hearth.id, said.seq)}
    expect_right([hearth.id])


def test_an_edit_and_a_deletion_replace_what_the_chunk_says(hearth: Hearth) -> None:
    first, second = hearth.say("a kettle"), hearth.say("another kettle")
    index_room(hearth.id)
    editing.edit(by=hearth.owner, message_id=first.pk, text="a teapot")
    editing.delete(by=Member(hearth.owner), message=second)
    for _ in range(2):
        assert found([hearth.id], "kettle") == set()
        assert found([hearth.id], "teapot") == {(hearth.id, first.seq)}
        index_room(hearth.id)
    expect_right([hearth.id])


def test_a_large_room_takes_several_steps_and_each_is_kept(hearth: Hearth) -> None:
    room = a_room(hearth.owner, (f"number {at}" for at in range(2000)))
    lag = lag_of(room.pk)
    assert lag is not None
    assert indexing.step(lag)
    half = IndexedRoom.objects.get(room=room).rev
    assert 0 < half < room.rev
    assert found([room.pk], "number 3") >= {(room.pk, 4)}
    assert index_room(room.pk) >= 3
    assert Chunk.objects.filter(room=room).count() == 16
    expect_right([room.pk])


def test_a_step_makes_few_chunks_however_far_apart_the_changes_are(hearth: Hearth) -> None:
    room = a_room(hearth.owner, (f"number {at}" for at in range(2000)))
    index_room(room.pk)
    for message in Message.objects.filter(room=room, seq__in=range(1, 2000, 128)):
        written.change_text(message, "changed")
    lag = lag_of(room.pk)
    assert lag is not None
    assert indexing.step(lag)
    assert len(list(index.unindexed([room.pk]))) == 16 - indexing.MOST_CHUNKS
    assert len(found([room.pk], "changed")) == 16
    index_room(room.pk)
    expect_right([room.pk])


def test_changes_of_members_alone_are_passed_over(hearth: Hearth) -> None:
    assert hearth.room.rev > 0
    index_room(hearth.id)
    assert not Chunk.objects.exists()
    assert IndexedRoom.objects.get(room=hearth.id).rev == hearth.room.rev


def test_who_was_overtaken_writes_nothing(hearth: Hearth) -> None:
    hearth.say("a kettle")
    lag = lag_of(hearth.id)
    assert lag is not None
    with writing.turn(hearth.id) as before:
        assert before is not None
        IndexedRoom.objects.filter(room=hearth.id).update(rev=1)
        with pytest.raises(writing.OvertakenError), transaction.atomic():
            writing.write(before, [], lag.newest)
    assert IndexedRoom.objects.get(room=hearth.id).rev == 1


def test_a_rev_of_other_messages_is_not_believed(hearth: Hearth) -> None:
    hearth.say("a kettle")
    IndexedRoom.objects.create(room_id=hearth.id, rev=hearth.room.rev + 100, format=FORMAT)
    assert found([hearth.id], "kettle")
    index_room(hearth.id)
    expect_right([hearth.id])


def test_a_format_before_is_indexed_again_and_a_later_one_left_alone(hearth: Hearth) -> None:
    hearth.say("a kettle")
    index_room(hearth.id)
    for format, expected in ((FORMAT - 1, FORMAT), (FORMAT + 1, FORMAT + 1)):
        for model in (IndexedRoom, Chunk):
            model.objects.update(format=format)
        assert index.candidates([hearth.id], []) == []
        assert found([hearth.id], "kettle"), "it is read as a message"
        lag = lag_of(hearth.id)
        assert lag is not None
        indexing.step(lag)
        assert IndexedRoom.objects.get(room=hearth.id).format == expected
        assert Chunk.objects.get(room=hearth.id).format == expected


class TestTheJob:
    def test_it_indexes_what_is_worth_it_and_looks_again_later(self, hearth: Hearth) -> None:
        old = a_room(hearth.owner, ["one kettle", "two"])
        busy = a_room(hearth.owner, (f"number {at}" for at in range(300)), name="Busy")
        Room.objects.filter(pk=busy.pk).update(changed_at=timezone.now())
        fresh = hearth.say("just now")
        assert {lag.room_id for lag in lags.worth_indexing()} == {old.pk, busy.pk}
        indexing.run(None)  # type: ignore[arg-type]
        expect_right([old.pk, busy.pk])
        assert found([hearth.id], "just now") == {(hearth.id, fresh.seq)}
        assert jobs() == ["later"]
        Room.objects.update(changed_at=timezone.now() - lags.QUIET)
        Job.objects.all().delete()
        indexing.run(None)  # type: ignore[arg-type]
        expect_right([hearth.id])
        assert jobs() == []

    def test_a_run_that_is_long_goes_on_in_another_one(self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(indexing, "RUN_SECONDS", 0.0)
        room = a_room(hearth.owner, (f"number {at}" for at in range(3000)))
        indexing.run(None)  # type: ignore[arg-type]
        assert jobs() == ["more"]
        monkeypatch.setattr(indexing, "RUN_SECONDS", 60.0)
        run_due()
        expect_right([room.pk])
        assert jobs() == ["later"] or jobs() == []

    def test_a_room_that_is_gone_meanwhile(self, hearth: Hearth) -> None:
        room = a_room(hearth.owner, ["one", "two"])
        index_room(room.pk)
        lag = lags.Lag(room.pk, 0, 100)
        Message.objects.filter(room=room).delete()
        room.delete()
        assert not Chunk.objects.filter(room_id=room.pk).exists()
        indexing.step(lag)
        assert index.candidates([room.pk], []) == []
        assert lags.of_rooms([room.pk]) == []

    def test_a_room_that_cannot_be_indexed_does_not_stop_the_others(
        self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        made = content.of_chunk
        bad, good = (a_room(hearth.owner, ["a secret kettle"] * size, name=str(size)) for size in (1, 2))

        def fail(room_id: int, number: int) -> object:
            if room_id == bad.pk:
                raise ValueError("a secret kettle")
            return made(room_id, number)

        monkeypatch.setattr(content, "of_chunk", fail)
        with pytest.raises(JobFailed, match=f"the first is {bad.pk}"):
            indexing.run(None)  # type: ignore[arg-type]
        monkeypatch.undo()
        expect_right([good.pk])
        assert "secret" not in caplog.text
        assert found([bad.pk, good.pk], "kettle") == {(bad.pk, 1), (good.pk, 1), (good.pk, 2)}
