"""Not to where one reads already: no push while a device of somebody's shows the room."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chat.models import Message
from chat.selectors import presence
from chat.services.personal import reading
from core.jobs.models import Job
from lab.push.service import PushService
from notifications.push.jobs import PUSH
from notifications.push.sending import LOOK_AGAIN
from tests.chat.hearth import Hearth
from tests.notifications.push.people import Phone, deliver, said, told, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def looking(monkeypatch: pytest.MonkeyPatch) -> dict[int, set[int]]:
    """What sockets would say."""
    looking: dict[int, set[int]] = {}
    monkeypatch.setattr(presence, "_looking", [lambda users: {user: looking.get(user, set()) for user in users}])
    return looking


def test_it_waits_for_who_may_not_have_seen_it(
    hearth: Hearth, phone: Phone, service: PushService, looking: dict[int, set[int]]
) -> None:
    """Who goes away without having read is told after all. Others are told at once."""
    looking[hearth.member.pk] = {hearth.id}
    other = Phone(hearth.moderator, service)
    said(hearth, "@yuki @kenji")
    told()
    assert (phone.browser.asked, other.browser.asked) == (0, 1)
    (job,) = Job.objects.filter(type=PUSH.name)
    assert job.due_at is not None
    assert job.due_at > timezone.now() + timedelta(seconds=5)
    deliver()
    assert phone.browser.asked == 0
    looking.clear()
    deliver()
    assert (phone.browser.asked, waiting()) == (1, 0)


def test_who_reads_it_needs_none(hearth: Hearth, phone: Phone, looking: dict[int, set[int]]) -> None:
    looking[hearth.member.pk] = {hearth.id}
    message = said(hearth)
    told()
    reading.advance(by=hearth.member, room_id=hearth.id, seq=message.seq)
    looking.clear()
    deliver()
    assert (phone.browser.asked, waiting()) == (0, 0)


def test_it_does_not_wait_without_end(hearth: Hearth, phone: Phone, looking: dict[int, set[int]]) -> None:
    looking[hearth.member.pk] = {hearth.id}
    said(hearth)
    told()
    Message.objects.update(created_at=timezone.now() - LOOK_AGAIN)
    deliver()
    assert (phone.browser.asked, waiting()) == (0, 0)


@pytest.mark.parametrize("words", ["tea", "@here tea"])
def test_what_is_to_many_does_not_wait(hearth: Hearth, phone: Phone, looking: dict[int, set[int]], words: str) -> None:
    looking[hearth.member.pk] = {hearth.id}
    said(hearth, words)
    told()
    assert (phone.browser.asked, waiting()) == (0, 0)


@pytest.mark.parametrize("words", ["tea", "@here tea", "@yuki tea"])
def test_another_room_is_none(hearth: Hearth, phone: Phone, looking: dict[int, set[int]], words: str) -> None:
    looking[hearth.member.pk] = {hearth.id + 1}
    looking[hearth.moderator.pk] = {hearth.id}
    said(hearth, words)
    told()
    assert phone.browser.asked == 1


def test_not_by_a_retry_either(hearth: Hearth, phone: Phone, looking: dict[int, set[int]]) -> None:
    phone.browser.answers = [(503, {})]
    said(hearth)
    told()
    looking[hearth.member.pk] = {hearth.id}
    deliver()
    assert (phone.browser.asked, waiting()) == (1, 1)
    looking.clear()
    deliver()
    assert len(phone.shown) == 1
