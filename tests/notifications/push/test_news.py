"""A push tells of what is new. What was told before is told by none in its place, though it is undone for days: a reply is."""

from collections.abc import Sequence

import pytest

from chat.models import Message
from chat.services.authority import Member
from chat.services.messages import editing
from chat.services.personal import reading
from core.jobs.models import Job
from lab.push.service import PushService
from notifications.deciding.decision import Kind
from notifications.models import InboxItem
from notifications.push.letters import Target, try_again
from notifications.services import marking
from tests.chat.hearth import Hearth
from tests.notifications.push.people import Phone, deliver, said, told, waiting
from tests.notifications.told import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply(hearth: Hearth, phone: Phone) -> Message:
    """It was told, and nobody has opened its thread."""
    root = hearth.say("Who makes tea?", hearth.member)
    reply = hearth.say("I do", thread=root.pk)
    told()
    assert phone.shown == [("Hearth", "hanako: I do")]
    return reply


def gone(hearth: Hearth, message: Message, case: str) -> None:
    match case:
        case "read":
            reading.advance(by=hearth.member, room_id=hearth.id, seq=message.seq)
        case "done":
            items = InboxItem.objects.filter(user=hearth.member, message=message)
            marking.mark_done(by=hearth.member, ids=list(items.values_list("pk", flat=True)))
        case "deleted":
            editing.delete(by=Member(hearth.owner), message=message)
        case "edited":
            editing.edit(by=hearth.owner, message_id=message.pk, text="tea is ready")
            tell()


CASES = pytest.mark.parametrize("case", ["read", "done", "deleted", "edited"])


@CASES
def test_no_old_one_in_the_place_of_what_is_gone(hearth: Hearth, phone: Phone, reply: Message, case: str) -> None:
    message = said(hearth)
    tell()
    gone(hearth, message, case)
    deliver()
    assert (phone.browser.asked, waiting()) == (1, 0)
    said(hearth, "@yuki and rice cakes")
    told()
    assert phone.browser.asked == 2
    assert phone.shown == [("Hearth (2)", "hanako: @yuki and rice cakes")], "it counts"


@CASES
def test_nor_by_a_retry(hearth: Hearth, phone: Phone, reply: Message, case: str) -> None:
    phone.browser.answers = [(503, {})]
    message = said(hearth)
    told()
    assert (phone.browser.asked, waiting()) == (2, 1)
    gone(hearth, message, case)
    deliver()
    assert (phone.browser.asked, waiting()) == (2, 0)


def test_nor_by_an_edit_of_what_is_older(hearth: Hearth, phone: Phone) -> None:
    """It is news to who is named by then, and the reply after it is none."""
    root = hearth.say("Who makes tea?", hearth.member)
    older = hearth.say("Nobody?", hearth.moderator)
    hearth.say("I do", thread=root.pk)
    told()
    before = phone.browser.asked
    editing.edit(by=hearth.moderator, message_id=older.pk, text="Nobody, @yuki?")
    tell()
    reading.advance(by=hearth.member, room_id=hearth.id, seq=older.seq)
    deliver()
    assert (phone.browser.asked, waiting()) == (before, 0)


def test_what_is_edited_is_what_is_told(hearth: Hearth, phone: Phone) -> None:
    root = hearth.say("Who makes tea?", hearth.member)
    older = hearth.say("Nobody?", hearth.moderator)
    hearth.say("I do", thread=root.pk)
    told()
    editing.edit(by=hearth.moderator, message_id=older.pk, text="Nobody, @yuki?")
    told()
    assert phone.shown[-1] == ("Hearth (2)", "kenji: Nobody, @yuki?")


def retry(hearth: Hearth, *tries: tuple[Phone, Kind]) -> None:
    """In this order, when the push service is well again."""
    Job.objects.all().delete()
    for phone, kind in tries:
        assert phone.row is not None
        try_again({Target(phone.row, hearth.id, kind): 0.0})
    deliver()


@pytest.mark.parametrize("kinds", [("mention", "message"), ("message", "mention")])
@pytest.mark.parametrize("texts", [("tea", "@yuki tea is ready"), ("@yuki tea is ready", "tea")])
def test_of_two_kinds_the_more_urgent(
    hearth: Hearth, phone: Phone, kinds: Sequence[Kind], texts: Sequence[str]
) -> None:
    for text in texts:
        hearth.say(text)
    tell()
    retry(hearth, *((phone, kind) for kind in kinds))
    assert (phone.browser.asked, waiting()) == (1, 0)
    assert phone.shown == [("Hearth", "hanako: @yuki tea is ready")]


@pytest.mark.parametrize("kinds", [("mention", "message"), ("message", "mention")])
def test_the_other_one_where_the_more_urgent_is_read(hearth: Hearth, phone: Phone, kinds: Sequence[Kind]) -> None:
    message = said(hearth)
    hearth.say("tea")
    tell()
    reading.advance(by=hearth.member, room_id=hearth.id, seq=message.seq)
    retry(hearth, *((phone, kind) for kind in kinds))
    assert phone.browser.asked == 1
    assert phone.shown == [("Hearth", "hanako: tea")]


@pytest.mark.parametrize("kinds", [("mention", "message"), ("message", "mention")])
def test_each_device_as_its_own_kind(hearth: Hearth, phone: Phone, service: PushService, kinds: Sequence[Kind]) -> None:
    other = Phone(hearth.member, service)
    said(hearth)
    tell()
    retry(hearth, (phone, kinds[0]), (other, kinds[1]))
    asked = {kind: device.browser.asked for kind, device in zip(kinds, (phone, other), strict=True)}
    assert asked == {"mention": 1, "message": 0}
