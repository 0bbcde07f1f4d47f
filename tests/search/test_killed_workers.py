"""Real workers that index while people write, and are killed: the index is what the messages say."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.models import Sum

from chat.models import Message, Room
from chat.services.authority import Member
from chat.services.messages import editing
from core.jobs import queue
from lab.servers.process import PATIENCE_SECONDS, wait_until
from lab.servers.worker import Worker
from search.jobs import INDEX
from search.models import IndexedRoom
from search.selectors import lags
from search.services import checking
from tests.chat.hearth import Hearth
from tests.search.writing import a_room, expect_right, index_room

pytestmark = pytest.mark.django_db(transaction=True)

MESSAGES, KILLS = 3000, 3


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[list[Worker]]:
    started = [Worker(tmp_path / name) for name in ("first", "second")]
    yield started
    for worker in started:
        if worker.running:
            worker.kill()


def indexed() -> int:
    return IndexedRoom.objects.aggregate(all=Sum("rev"))["all"] or 0


def test_the_index_equals_the_messages_whoever_was_killed(workers: list[Worker]) -> None:
    hearth = Hearth()
    rooms = [a_room(hearth.owner, (f"kettle {at} 薬缶" for at in range(MESSAGES)), f"Room {at}") for at in range(2)]
    texts = Message.objects.filter(room=rooms[0])
    for kill in range(KILLS):
        for worker in workers:
            worker.start()
        # They have begun at their start, and may have ended: now all is to be done again.
        IndexedRoom.objects.update(rev=0)
        queue.enqueue(INDEX, {}, key="soon")
        wait_until(lambda: indexed() > 0, what="some steps")
        hearth.store(f"said meanwhile {kill}")
        editing.edit(by=hearth.owner, message_id=texts.get(seq=kill * 500 + 1).pk, text=f"a teapot {kill}")
        editing.delete(by=Member(hearth.owner), message=texts.get(seq=kill * 500 + 2))
        for worker in workers:
            worker.kill()
    assert indexed() < sum(room.rev for room in Room.objects.all()), "killed before the end"
    for worker in workers:
        worker.start()
    Room.objects.update(changed_at=hearth.room.changed_at - lags.QUIET)
    queue.enqueue(INDEX, {}, key="soon")
    wait_until(lambda: not lags.is_any(), PATIENCE_SECONDS, "the index to be complete")
    expect_right([hearth.id, *(room.pk for room in rooms)])
    assert all(worker.stop() == 0 for worker in workers)


def test_a_check_beside_workers_that_index(workers: list[Worker]) -> None:
    """What a worker indexes just now is not taken for wrong."""
    hearth = Hearth()
    room = a_room(hearth.owner, (f"kettle {at}" for at in range(MESSAGES)))
    index_room(room.pk)
    IndexedRoom.objects.update(rev=0)
    workers[0].start()
    found = checking.check(lambda done, total: None)
    assert (found.wrong, found.surplus, found.busy) == (0, 0, 0)
