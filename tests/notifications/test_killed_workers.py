"""Real workers that tell people, and are killed: everybody is told of each message once."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from accounts.models import User
from chat.services.authority import Member
from chat.services.rooms import memberships
from core.jobs import queue
from lab.servers.process import PATIENCE_SECONDS, wait_until
from lab.servers.worker import Worker
from notifications.jobs import TELL
from notifications.models import Batch, InboxItem, InboxState
from notifications.services import announcing, telling
from tests.chat.hearth import Hearth
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db(transaction=True)

MESSAGES, KILLS, GUESTS = 60, 3, 40


@pytest.fixture
def workers(tmp_path: Path, settings: Settings) -> Iterator[list[Worker]]:
    settings.JOBS_IN_PROCESS = False
    started = [Worker(tmp_path / name) for name in ("first", "second")]
    yield started
    for worker in started:
        if worker.running:
            worker.kill()


def crowd(hearth: Hearth) -> list[User]:
    guests = [a_user(f"guest{at}") for at in range(GUESTS)]
    memberships.add(by=Member(hearth.owner), room_id=hearth.id, user_ids=[guest.pk for guest in guests])
    return guests


def test_once_whoever_was_killed(workers: list[Worker]) -> None:
    hearth = Hearth()
    guests = crowd(hearth)
    said = []
    for _ in range(KILLS):
        for worker in workers:
            worker.start()
        said += [hearth.store(f"@here {at}", hearth.moderator).pk for at in range(MESSAGES)]
        wait_until(lambda: InboxItem.objects.exists(), what="somebody is told")
        for worker in workers:
            worker.kill()
    for worker in workers:
        worker.start()
    queue.enqueue(TELL, {}, key="again")
    wait_until(lambda: not Batch.objects.exists(), PATIENCE_SECONDS, "everybody is told")
    told = Counter(InboxItem.objects.values_list("user", flat=True))
    assert told == dict.fromkeys([hearth.owner.pk, hearth.member.pk, *(guest.pk for guest in guests)], len(said))
    assert set(InboxState.objects.values_list("user", flat=True)) == set(told)
    assert all(worker.stop() == 0 for worker in workers)


def test_what_is_taken_back_is_told_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that ends in its middle has told nobody, and the next one tells everybody."""
    hearth = Hearth()
    hearth.say("@yuki @kenji")

    def fails(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(announcing, "_push", fails)
        with pytest.raises(KeyboardInterrupt):
            telling.step()
    assert not InboxItem.objects.exists()
    assert not InboxState.objects.exists()
    assert telling.step()
    assert InboxItem.objects.count() == 2
