"""From `tell` to what a device shows, by jobs that run in this thread and a push service that is a real one."""

import logging
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Session, User
from accounts.services import sessions
from chat.services.authority import Member
from chat.services.messages import editing
from chat.services.personal import preferences as room_preferences
from chat.services.personal import reading
from chat.services.rooms import memberships
from core.jobs import backlog
from core.jobs.declarations import JobType, QueueFull
from core.jobs.models import Job
from lab.push.service import PushService
from moderation.services import hiding
from notifications.deciding.decision import Kind
from notifications.deciding.quiet_hours import QuietHours
from notifications.models import PushSubscription
from notifications.push import telling
from notifications.push.jobs import PUSH, PUSH_CROWD
from notifications.services import preferences
from tests.chat.hearth import Hearth
from tests.notifications.push.people import Phone, deliver, said, told, waiting
from tests.notifications.told import tell

pytestmark = pytest.mark.django_db

NEXT_DAY = time.time() + 2 * 86_400


def test_a_message_is_shown(hearth: Hearth, phone: Phone, service: PushService) -> None:
    message = said(hearth)
    tell()
    assert phone.shown == []
    deliver()
    (push,) = phone.browser.received
    notification = push.content["notification"]
    assert (notification["title"], notification["body"]) == ("Hearth", "hanako: @yuki tea is ready")
    assert notification["navigate"] == f"http://testserver/rooms/{hearth.id}/{message.seq}"
    assert notification["tag"] == f"irori-room-{hearth.id}"
    assert (push.headers["urgency"], 86_000 < int(push.headers["ttl"]) <= 86_400) == ("high", True)
    assert service.complaints == []
    assert waiting() == 0


def test_one_for_a_room_that_counts_up(hearth: Hearth, phone: Phone) -> None:
    for _ in range(3):
        said(hearth)
        told()
    assert phone.shown == [("Hearth (3)", "hanako: @yuki tea is ready")]
    assert phone.browser.asked == 3


def test_what_waits_together_is_told_once(hearth: Hearth, phone: Phone) -> None:
    for text in ("@yuki tea", "@yuki is", "@yuki ready"):
        said(hearth, text)
        tell()
    deliver()
    assert (phone.browser.asked, phone.shown) == (1, [("Hearth (3)", "hanako: @yuki ready")])


def test_what_is_read_takes_nothing_else_along(hearth: Hearth, phone: Phone) -> None:
    """The first is read while its job waits, and then there is a second."""
    first = said(hearth, "@yuki first")
    tell()
    reading.advance(by=hearth.member, room_id=hearth.id, seq=first.seq)
    said(hearth, "@yuki second")
    told()
    assert phone.shown == [("Hearth", "hanako: @yuki second")]


def test_every_message_where_somebody_wants_that(hearth: Hearth, phone: Phone) -> None:
    for text in ("tea", "rice cakes"):
        hearth.say(text)
    told()
    assert phone.shown == [("Hearth (2)", "hanako: rice cakes")]
    assert phone.browser.received[0].headers["urgency"] == "normal"


def test_on_each_device(hearth: Hearth, phone: Phone, service: PushService) -> None:
    other = Phone(hearth.member, service, "sender")
    third = Phone(hearth.member, service, "nothing")
    said(hearth)
    told()
    assert phone.shown == [("Hearth", "hanako: @yuki tea is ready")]
    assert other.shown == [("hanako", "1 new message")]
    assert third.shown == [("Irori", "1 new message")]
    topics = {device.browser.received[0].headers["topic"] for device in (phone, other, third)}
    assert len(topics) == 3


@pytest.mark.parametrize(
    "case",
    [
        "read", "left", "removed", "deleted", "signed out", "deactivated", "unsubscribed", "late",
        "muted", "nothing", "undisturbed", "quiet", "site",
    ],
)  # fmt: skip
def test_who_needs_none_any_more(hearth: Hearth, phone: Phone, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it happens between the message and its job."""
    message = said(hearth)
    tell()
    match case:
        case "read":
            reading.advance(by=hearth.member, room_id=hearth.id, seq=message.seq)
        case "left":
            memberships.leave(by=hearth.member, room_id=hearth.id)
        case "removed":
            memberships.remove(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.member.pk)
        case "deleted":
            editing.delete(by=Member(hearth.owner), message=message)
        case "signed out":
            sessions.revoke(Session.objects.filter(user=hearth.member), Session.End.SIGNED_OUT)
        case "deactivated":
            User.objects.filter(pk=hearth.member.pk).update(is_active=False)
        case "unsubscribed":
            phone.api.delete(f"push/subscriptions/{phone.id}/")
        case "muted":
            room_preferences.prefer(by=hearth.member, room_id=hearth.id, muted=True)
        case "nothing":
            room_preferences.prefer(by=hearth.member, room_id=hearth.id, notify="nothing")
        case "undisturbed":
            preferences.change(by=hearth.member, undisturbed_until=timezone.now() + timedelta(hours=1))
        case "quiet":
            preferences.change(by=hearth.member, quiet=QuietHours(0, 24 * 60 - 1))
        case "site":
            preferences.change(by=hearth.member, level="nothing")
        case "late":
            monkeypatch.setattr("notifications.push.letters.time.time", lambda: NEXT_DAY)
    deliver()
    assert phone.browser.asked == 0
    assert waiting() == 0


@pytest.mark.parametrize("words", ["tea", "@yuki tea"])
def test_nothing_is_shown_of_who_is_hidden(hearth: Hearth, phone: Phone, words: str) -> None:
    """Whoever writes last in the room."""
    hearth.say(words)
    hearth.say(f"{words} of mine", hearth.moderator)
    tell()
    hiding.hide(by=hearth.member, user_id=hearth.moderator.pk)
    deliver()
    assert [text for _, text in phone.shown] == [f"hanako: {words}"]


def test_a_call_to_everybody_reaches_who_was_there_lately(hearth: Hearth, phone: Phone, service: PushService) -> None:
    away = Phone(hearth.moderator, service)
    long_ago = timezone.now() - timedelta(hours=2)
    Session.objects.filter(user=hearth.moderator).update(last_used_at=long_ago)
    said(hearth, "@here tea is ready")
    told()
    assert (phone.browser.asked, away.browser.asked) == (1, 0)
    assert int(phone.browser.received[0].headers["ttl"]) <= 3600
    said(hearth, "@kenji tea is ready")
    told()
    assert away.browser.asked == 1


@pytest.mark.parametrize("kind", ["mention", "here", "reply"])
def test_somebody_outside_is_never_told(hearth: Hearth, service: PushService, kind: Kind) -> None:
    """Whoever asks for it."""
    phones = [Phone(person, service) for person in (hearth.former, hearth.stranger)]
    said(hearth, "@taro @sora")
    telling.tell([telling.Notice(hearth.id, kind, {hearth.former.pk: 0, hearth.stranger.pk: 0})])
    telling.tell_rooms({hearth.id: 0}, 0.0)
    deliver()
    assert [device.browser.asked for device in phones] == [0, 0]


def test_no_text_and_no_address_is_logged_or_kept(
    hearth: Hearth, phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    phone.browser.answers = [(503, {}), (403, {})]
    said(hearth, "@yuki the-secret-text")
    tell()
    payloads = list(Job.objects.values_list("payload", "key", "error"))
    deliver()
    payloads += list(Job.objects.values_list("payload", "key", "error"))
    deliver()
    seen = caplog.text + str(payloads)
    for secret in ("the-secret-text", phone.browser.endpoint, phone.browser.subscription["keys"]["auth"], "hanako"):
        assert secret not in seen
    assert "pushes: 1 later" in caplog.text


def test_a_sealed_key_is_one_line_in_the_log(
    hearth: Hearth, service: PushService, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """However many devices get nothing."""
    phones = [Phone(person, service) for person in (hearth.member, hearth.moderator)]
    said(hearth, "@yuki @kenji tea is ready")
    tell()
    settings.SECRET_KEY = "y" * 50
    deliver()
    assert [phone.browser.asked for phone in phones] == [0, 0]
    (line,) = [record.getMessage() for record in caplog.records if "SECRET_KEY" in record.getMessage()]
    assert line.startswith("2 devices ")


def test_many_people_are_few_jobs(hearth: Hearth) -> None:
    """However often they are called while these wait, and whoever calls and is left out."""
    for at in range(3):
        telling.tell([telling.Notice(hearth.id, "here", dict.fromkeys(range(1 + at, 10_001), at))])
        telling.tell([telling.Notice(hearth.id, "reply", dict.fromkeys(range(1, 101 - at), at), thread_id=7)])
    assert Job.objects.filter(type=PUSH_CROWD.name).count() == waiting() == 2


def test_where_too_many_of_one_type_wait_the_others_are_stored(
    hearth: Hearth, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def expect_room(kind: JobType, more: int) -> None:
        if kind is PUSH_CROWD:
            raise QueueFull("too many")

    monkeypatch.setattr(backlog, "expect_room", expect_room)
    telling.tell([telling.Notice(hearth.id, kind, {hearth.member.pk: 0}) for kind in ("here", "mention")])
    assert (waiting(), Job.objects.filter(type=PUSH.name).count()) == (1, 1)
    assert "1 pushes were dropped" in caplog.text


def test_an_odd_endpoint_keeps_nobody_else_from_being_told(hearth: Hearth, service: PushService) -> None:
    odd, other = Phone(hearth.member, service), Phone(hearth.member, service)
    PushSubscription.objects.filter(pk=odd.id).update(endpoint="https://push.example:70000/")
    said(hearth)
    told()
    assert other.shown == [("Hearth", "hanako: @yuki tea is ready")]
