"""Each item is in one letter, whatever else goes on; and letters come when somebody wants them otherwise."""

import json
from collections.abc import Collection
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone

from chat.services.authority import Member
from chat.services.rooms import memberships
from core.jobs.declarations import Claim
from core.jobs.models import Job
from moderation.services import hiding
from notifications.mail import digest
from notifications.models import InboxItem, InboxState
from notifications.services import follows, letters, preferences
from tests.chat.hearth import Hearth
from tests.core.jobs.due import run_due
from tests.notifications.services.post import box, later, sends_mail, told_so_long_ago
from tests.notifications.told import tell

pytestmark = pytest.mark.django_db

__all__ = ["box", "sends_mail"]


def claim(hearth: Hearth, number: int = 10**9) -> Claim:
    return Claim(number, "notifications.letter", "token", json.dumps({"user": hearth.member.pk}), 1)


def texts(box: list[EmailMessage]) -> list[str]:
    return [line.strip() for letter in box for line in letter.body.splitlines() if line.startswith("    ")]


def test_an_item_of_a_slower_worker(hearth: Hearth, box: list[EmailMessage]) -> None:
    """Its number is smaller than that of the last item that a letter told of."""
    hearth.say("@yuki slow")
    hearth.say("@yuki quick")
    tell()
    slow = InboxItem.objects.filter(user=hearth.member).earliest("pk")
    InboxItem.objects.filter(pk=slow.pk).delete()
    later()
    assert texts(box) == ["@yuki quick"]
    slow.save(force_insert=True)
    letters.watch([hearth.member.pk])
    later()
    assert texts(box) == ["@yuki quick", "@yuki slow"]


def test_another_letter_while_one_is_on_its_way(
    hearth: Hearth, box: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes meanwhile is in the other one, alone."""
    hearth.say("@yuki one")
    told_so_long_ago()
    send = EmailMessage.send

    def slowly(letter: EmailMessage) -> int:
        monkeypatch.setattr(EmailMessage, "send", send)
        letters.write(claim(hearth, 10**9 + 1))
        hearth.say("@yuki two")
        told_so_long_ago()
        letters.write(claim(hearth, 10**9 + 2))
        return letter.send()

    monkeypatch.setattr(EmailMessage, "send", slowly)
    letters.write(claim(hearth))
    assert sorted(texts(box)) == ["@yuki one", "@yuki two"]


def test_an_attempt_that_was_cut_off(hearth: Hearth, box: list[EmailMessage], monkeypatch: pytest.MonkeyPatch) -> None:
    """The next attempt of the same job writes the letter; another job does not."""
    hearth.say("@yuki one")
    told_so_long_ago()

    class Killed(BaseException):
        pass

    def killed(_: EmailMessage) -> int:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", killed)
        with pytest.raises(Killed):
            letters.write(claim(hearth))
    letters.write(claim(hearth, 10**9 + 1))
    assert box == []
    letters.write(claim(hearth))
    assert texts(box) == ["@yuki one"]


def test_a_shorter_time_counts_at_once(hearth: Hearth, box: list[EmailMessage]) -> None:
    preferences.change(by=hearth.member, mail="day")
    hearth.say("@yuki")
    later(60)
    assert box == []
    preferences.change(by=hearth.member, mail="hour")
    letters.send_due(None)  # type: ignore[arg-type]
    run_due()
    assert len(box) == 1


def test_letters_that_are_turned_on_tell_of_what_is_left(hearth: Hearth, box: list[EmailMessage]) -> None:
    preferences.change(by=hearth.member, mail="never")
    hearth.say("@yuki")
    later(60)
    assert not InboxState.objects.exclude(mail_due_at=None).exists()
    preferences.change(by=hearth.member, mail="hour")
    letters.send_due(None)  # type: ignore[arg-type]
    run_due()
    assert len(box) == 1


@pytest.mark.parametrize("same", ["quarter", "never"])
def test_nothing_is_looked_at_where_nothing_changes(hearth: Hearth, same: str) -> None:
    preferences.change(by=hearth.member, mail=same)
    hearth.say("@yuki")
    tell()
    InboxState.objects.update(mail_due_at=None)
    preferences.change(by=hearth.member, mail=same, level="mentions")
    assert not InboxState.objects.exclude(mail_due_at=None).exists()


def test_the_job_that_looks_is_woken(hearth: Hearth, django_capture_on_commit_callbacks: object) -> None:
    preferences.change(by=hearth.member, mail="day")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        hearth.say("@yuki")
        tell()
    waits = Job.objects.filter(type="notifications.letters", due_at__gt=timezone.now() + timedelta(minutes=10))
    assert waits.exists()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        preferences.change(by=hearth.member, mail="hour")
    assert not waits.exists()


def test_a_removal_while_a_letter_is_written(
    hearth: Hearth, box: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After its texts were read."""
    hearth.say("@yuki")
    told_so_long_ago()
    look = Member.rooms_among

    def removed_meanwhile(by: Member, room_ids: Collection[int]) -> set[int]:
        memberships.leave(by=hearth.member, room_id=hearth.id)
        return look(by, room_ids)

    monkeypatch.setattr(Member, "rooms_among", removed_meanwhile)
    letters.write(claim(hearth))
    assert box == []


def test_a_name_turns_no_line(hearth: Hearth) -> None:
    """Neither by its own direction, nor by marks that end what is around it."""
    hearth.owner.display_name = "\u2069\u202eכהן"
    hearth.owner.save()
    hearth.say("@yuki \u2067שלום")
    tell()
    item = InboxItem.objects.select_related("message__author", "message__room").get(user=hearth.member)
    letter = digest.letter_to(hearth.member, [item], 1, "https://chat.example.org", 0)
    assert "\u2068\u202eכהן\u2069 in Hearth:" in letter.body
    assert "\u2068@yuki \u2067שלום\u2069\u2069\n" in letter.body


def test_marks_are_left_out(hearth: Hearth) -> None:
    hearth.say("@yuki **tea** is `ready`")
    tell()
    item = InboxItem.objects.select_related("message__author", "message__room").get(user=hearth.member)
    assert "@yuki tea is ready\n" in digest.letter_to(hearth.member, [item], 1, "https://chat.example.org", 0).body


def test_as_old_as_they_are(hearth: Hearth, box: list[EmailMessage]) -> None:
    """An item that was told late is as old as its message."""
    hearth.say("@yuki")
    tell()
    InboxItem.objects.update(at=F("at") - timedelta(days=2))
    later(16)
    assert len(box) == 1


def test_what_is_hidden_makes_nothing_due(hearth: Hearth, box: list[EmailMessage]) -> None:
    """It stays undone, and no letter tells of it."""
    preferences.change(by=hearth.member, mail="day")
    root = hearth.say("Who makes tea?")
    hearth.say("@yuki you", hearth.owner, thread=root.pk)
    tell()
    hiding.hide(by=hearth.member, user_id=hearth.owner.pk)
    later(25 * 60)
    for text in ("@yuki one", "@yuki two"):
        hearth.say(text, hearth.moderator)
        later(20)
        assert box == []
    later(24 * 60 - 50)
    assert box == [], "a day after the older one"
    later(10)
    assert texts(box) == ["@yuki one", "@yuki two"]


def test_what_is_silenced_makes_nothing_due(hearth: Hearth, box: list[EmailMessage]) -> None:
    preferences.change(by=hearth.member, mail="hour")
    root = hearth.say("Who makes tea?")
    hearth.say("@yuki you", thread=root.pk)
    later(50)
    hearth.say("@yuki me")
    tell()
    follows.wish(by=hearth.member, message_id=root.pk, level="nothing")
    later(20)
    assert box == []
    later(50)
    assert texts(box) == ["@yuki me"]
