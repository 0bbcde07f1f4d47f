"""Pushes to those who want to hear of every message of a room: one job for a room, and no message twice."""

from datetime import timedelta

import pytest

from accounts.models import User
from chat.services.authority import Member
from chat.services.messages import editing
from chat.services.personal import preferences
from chat.services.rooms import memberships
from core.jobs.models import Job
from lab.push.service import PushService
from notifications.models import PushedRoom
from notifications.push import rooms, telling
from notifications.push.jobs import PUSH_PAGE, PUSH_ROOM
from tests.chat.hearth import Hearth
from tests.core.jobs.due import no_pause
from tests.notifications.push.people import Phone, deliver, run_once, run_types, told, waiting
from tests.notifications.told import tell

pytestmark = pytest.mark.django_db


def test_one_job_whoever_listens(hearth: Hearth, service: PushService) -> None:
    phones = [Phone(person, service) for person in (hearth.member, hearth.moderator, hearth.owner)]
    for at in range(3):
        hearth.say(f"tea {at}")
        tell()
    assert [job.type for job in Job.objects.filter(type__startswith="notifications.push")] == [PUSH_ROOM.name]
    deliver()
    assert [phone.shown for phone in phones[:2]] == [[("Hearth (3)", "hanako: tea 2")]] * 2
    assert [phone.browser.asked for phone in phones] == [1, 1, 0], "not of one's own"


def test_of_no_message_twice(hearth: Hearth, phone: Phone) -> None:
    hearth.say("tea")
    told()
    telling.tell_rooms({hearth.id: 0}, 0.0)
    deliver()
    assert (phone.browser.asked, waiting()) == (1, 0)
    hearth.say("rice cakes")
    told()
    assert (phone.browser.asked, phone.shown) == (2, [("Hearth (2)", "hanako: rice cakes")])


def test_what_is_told_in_another_way_is_not_told_in_this_one(hearth: Hearth, phone: Phone) -> None:
    hearth.say("tea")
    hearth.say("@yuki tea")
    told()
    assert (phone.browser.asked, phone.shown) == (1, [("Hearth", "hanako: @yuki tea")])
    hearth.say("@yuki rice cakes")
    told()
    assert phone.browser.asked == 2


@pytest.mark.usefixtures("phone")
def test_a_call_to_everybody_is_no_round(hearth: Hearth) -> None:
    """Of two messages the other one is."""
    hearth.say("@here tea")
    tell()
    assert not Job.objects.filter(type=PUSH_ROOM.name).exists()
    hearth.say("@here tea")
    hearth.say("rice cakes")
    tell()
    assert Job.objects.filter(type=PUSH_ROOM.name).count() == 1


@pytest.mark.parametrize("most", [1, 2, 3])
def test_page_by_page(hearth: Hearth, service: PushService, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(rooms, "PEOPLE_A_JOB", most)
    phones = [Phone(person, service) for person in (hearth.member, hearth.moderator)]
    hearth.say("tea")
    told()
    assert [(phone.browser.asked, len(phone.shown)) for phone in phones] == [(1, 1)] * 2
    assert waiting() == 0


def test_each_page_tells_of_the_same(hearth: Hearth, service: PushService, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written between two of them is for the next round."""
    monkeypatch.setattr(rooms, "PEOPLE_A_JOB", 1)
    monkeypatch.setattr(rooms, "PAUSE", timedelta())
    first, second = sorted((hearth.member, hearth.moderator), key=lambda person: person.pk)
    phones = [Phone(person, service) for person in (first, second)]
    hearth.say("tea")
    tell()
    no_pause()
    run_types(PUSH_ROOM.name)
    run_once(PUSH_PAGE.name)
    hearth.say("rice cakes")
    run_types(PUSH_PAGE.name)
    assert [phone.shown[0][1] for phone in phones] == ["hanako: tea"] * 2
    told()
    assert [phone.browser.asked for phone in phones] == [2, 2]


def test_a_large_room_is_told_now_and_then(hearth: Hearth, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "FEW_MEMBERS", 2)
    hearth.say("tea")
    told()
    hearth.say("rice cakes")
    told()
    assert phone.browser.asked == 1
    assert Job.objects.filter(type=PUSH_ROOM.name, due_at__isnull=False).count() == 1
    PushedRoom.objects.update(at=PushedRoom.objects.get().at - rooms.PAUSE)
    deliver()
    assert phone.shown == [("Hearth (2)", "hanako: rice cakes")]


@pytest.mark.parametrize("case", ["muted", "mentions", "left", "deleted", "signed out of"])
def test_who_wants_it_no_more(hearth: Hearth, phone: Phone, case: str) -> None:
    """It is said between the first job and the page."""
    message = hearth.say("tea")
    tell()
    match case:
        case "muted":
            preferences.prefer(by=hearth.member, room_id=hearth.id, muted=True)
        case "mentions":
            preferences.prefer(by=hearth.member, room_id=hearth.id, notify="mentions")
        case "left":
            leave(hearth, hearth.member)
        case "deleted":
            editing.delete(by=by_owner(hearth), message=message)
        case "signed out of":
            phone.api.delete("session/")
    deliver()
    assert (phone.browser.asked, waiting()) == (0, 0)


def test_a_room_that_is_gone(hearth: Hearth) -> None:
    telling.tell_rooms({2**40: 0}, 0.0)
    deliver()
    assert waiting() == 0


def test_a_room_that_nobody_listens_to_costs_no_job(hearth: Hearth, phone: Phone) -> None:
    for person in (hearth.member, hearth.moderator, hearth.owner):
        preferences.prefer(by=person, room_id=hearth.id, notify="mentions")
    hearth.say("tea")
    tell()
    assert not Job.objects.filter(type__in=[PUSH_ROOM.name, PUSH_PAGE.name]).exists()


def leave(hearth: Hearth, person: User) -> None:
    memberships.leave(by=person, room_id=hearth.id)


def by_owner(hearth: Hearth) -> Member:
    return Member(hearth.owner)
