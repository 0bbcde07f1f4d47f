"""Letters to who was not reached."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from chat.models import Message
from chat.services.messages import editing
from chat.services.personal import preferences as room_preferences
from chat.services.personal import reading
from chat.services.rooms import direct, memberships
from core.jobs.models import Job
from moderation.services import hiding
from notifications.models import InboxItem, InboxState, Preferences
from notifications.services import follows, letters, preferences
from tests.chat.hearth import Hearth
from tests.core.jobs.due import no_pause, run_due
from tests.notifications.services.post import box, later, sends_mail
from tests.notifications.told import ids, tell
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db

__all__ = ["box", "sends_mail"]


def test_of_mentions_and_direct_messages_together(hearth: Hearth, box: list[EmailMessage]) -> None:
    hearth.say("@yuki come\nand sit down")
    hearth.say("@here is tea")
    here, hearth.id = hearth.id, direct.open_direct(by=hearth.moderator, others=[hearth.member.pk]).room.pk
    hearth.say("Psst", hearth.moderator)
    hearth.id = here
    later(1)
    assert box == []
    later()
    (letter,) = box
    assert letter.to == [hearth.member.email]
    assert letter.subject == "2 unread on chat.example.org"
    assert "hanako in Hearth:\n    @yuki come and sit down\n" in letter.body
    assert "kenji:\n    Psst\n" in letter.body
    assert "tea" not in letter.body
    later(100)
    assert len(box) == 1, "told once"
    hearth.say("@yuki again")
    later()
    assert [each.subject for each in box[1:]] == ["1 unread on chat.example.org"]


def test_in_ones_own_language(hearth: Hearth, box: list[EmailMessage]) -> None:
    User.objects.filter(pk=hearth.member.pk).update(language="ja")
    hearth.say("@yuki")
    later()
    assert box[0].subject == "chat.example.org に未読が 1 件あります"


def read(hearth: Hearth, message: Message) -> None:
    reading.advance(by=hearth.member, room_id=hearth.id, seq=message.seq)


NOTHING_IS_LEFT: dict[str, Any] = {
    "read": read,
    "done": lambda hearth, _: Api(hearth.member).post("inbox/done/", {"ids": ids(hearth.member)}),
    "deleted": lambda hearth, message: editing.delete_mine(by=hearth.owner, message_id=message.pk),
    "left": lambda hearth, _: memberships.leave(by=hearth.member, room_id=hearth.id),
    "hidden": lambda hearth, _: hiding.hide(by=hearth.member, user_id=hearth.owner.pk),
    "deactivated": lambda hearth, _: User.objects.filter(pk=hearth.member.pk).update(is_active=False),
    "unconfirmed": lambda hearth, _: User.objects.filter(pk=hearth.member.pk).update(email_verified_at=None),
    "no address": lambda hearth, _: User.objects.filter(pk=hearth.member.pk).update(email=""),
    "not wanted": lambda hearth, _: preferences.change(by=hearth.member, mail="never"),
    "muted": lambda hearth, _: room_preferences.prefer(by=hearth.member, room_id=hearth.id, muted=True),
    "room silenced": lambda hearth, _: room_preferences.prefer(by=hearth.member, room_id=hearth.id, notify="nothing"),
    "site silenced": lambda hearth, _: preferences.change(by=hearth.member, level="nothing"),
    "site muted": lambda hearth, _: preferences.change(
        by=hearth.member, muted_until=timezone.now() + timedelta(days=1)
    ),
}


@pytest.mark.parametrize("why", NOTHING_IS_LEFT)
@pytest.mark.parametrize("when", ["before it is due", "before it is written"])
def test_nothing_of_what_is_over(hearth: Hearth, box: list[EmailMessage], why: str, when: str) -> None:
    message = hearth.say("@yuki")
    tell()
    if when == "before it is written":
        InboxItem.objects.update(at=F("at") - timedelta(minutes=16))
        InboxState.objects.update(mail_due_at=timezone.now())
        letters.send_due(None)  # type: ignore[arg-type]
        assert Job.objects.filter(type="notifications.letter").count() == 1
    NOTHING_IS_LEFT[why](hearth, message)
    later()
    assert box == []


def test_nothing_of_a_thread_that_is_silenced_since(hearth: Hearth, box: list[EmailMessage]) -> None:
    root = hearth.say("Who makes tea?")
    hearth.say("@yuki?", thread=root.pk)
    hearth.say("@yuki come")
    tell()
    follows.wish(by=hearth.member, message_id=root.pk, level="nothing")
    later()
    (letter,) = box
    assert letter.subject == "1 unread on chat.example.org"
    assert "@yuki?" not in letter.body
    follows.wish(by=hearth.member, message_id=root.pk, level="all")
    letters.watch([hearth.member.pk])
    later()
    assert len(box) == 1, "it is told no more"


def test_quiet_hours_keep_no_letter_back(hearth: Hearth, box: list[EmailMessage]) -> None:
    hearth.say("@yuki come")
    tell()
    preferences.change(by=hearth.member, undisturbed_until=timezone.now() + timedelta(days=1))
    later()
    assert len(box) == 1


def test_it_locks_its_own_rows_alone(hearth: Hearth, box: list[EmailMessage]) -> None:
    """Whoever reads locks the same memberships in another order."""
    hearth.say("@yuki come")
    with CaptureQueriesContext(connection) as asked:
        later()
    assert len(box) == 1
    locking = [
        sql for query in asked.captured_queries if "NO KEY UPDATE" in (sql := query["sql"]) and "inboxitem" in sql
    ]
    assert [sql.rpartition("NO KEY UPDATE")[2].strip() for sql in locking] == (
        ['OF "notifications_inboxitem"'] if connection.vendor == "postgresql" else []
    )


@pytest.mark.parametrize(("mail", "minutes"), [("quarter", 15), ("hour", 60), ("day", 24 * 60)])
def test_after_the_time_that_one_sets(hearth: Hearth, box: list[EmailMessage], mail: str, minutes: int) -> None:
    preferences.change(by=hearth.member, mail=mail)
    hearth.say("@yuki")
    later(minutes - 1)
    assert box == []
    later(2)
    assert len(box) == 1


def test_a_day_where_nobody_has_said_anything(hearth: Hearth, box: list[EmailMessage]) -> None:
    Preferences.objects.all().delete()
    hearth.say("@yuki")
    later(23 * 60)
    assert box == []
    later(61)
    assert len(box) == 1


def test_no_site_no_letters(hearth: Hearth, box: list[EmailMessage], settings: Settings) -> None:
    settings.ORIGINS = []
    hearth.say("@yuki")
    later()
    assert not InboxState.objects.exclude(mail_due_at=None).exists()


def test_a_mail_server_that_is_away(hearth: Hearth, box: list[EmailMessage], monkeypatch: pytest.MonkeyPatch) -> None:
    hearth.say("@yuki one")

    def fails(*_: object) -> int:
        raise SMTPServerDisconnected("gone")

    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", fails)
        later()
    assert box == []
    hearth.say("@yuki two")
    tell()
    no_pause()
    run_due()
    assert [letter.subject for letter in box] == ["2 unread on chat.example.org"]


def test_an_address_that_is_refused_for_good(
    hearth: Hearth, box: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    hearth.say("@yuki one")

    def fails(*_: object) -> int:
        raise SMTPRecipientsRefused({"yuki@example.org": (550, b"no such mailbox")})

    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", fails)
        later()
    assert not Job.objects.filter(type="notifications.letter").exists()
