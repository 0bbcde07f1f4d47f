"""Replies and keywords to many, and calls to everybody: one job, whoever writes, and nobody hears of a message twice."""

import pytest

from accounts.models import User
from chat.models import Message
from chat.selectors import presence
from chat.services.personal import reading
from chat.services.rooms import memberships
from core.jobs.models import Job
from lab.push.service import PushService
from notifications.models import InboxItem
from notifications.push import sending, telling
from notifications.push.jobs import PUSH, PUSH_CROWD
from notifications.services import candidates, marking
from notifications.services import crowds as parts
from tests.chat.hearth import Hearth
from tests.core.jobs.due import no_pause
from tests.notifications.push.people import Phone, deliver, run_once, told, waiting
from tests.notifications.told import tell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "FEW", 0)


@pytest.fixture(params=[1, 2, 50])
def page(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """People of one job."""
    size: int = request.param
    monkeypatch.setattr(sending, "PEOPLE_A_JOB", size)
    return size


@pytest.fixture
def root(hearth: Hearth) -> Message:
    """Three people follow its thread, and nobody has heard of it."""
    root = hearth.say("Who makes tea?")
    for person in (hearth.moderator, hearth.member):
        hearth.say("Not me", person, thread=root.pk)
    tell()
    for person in (hearth.owner, hearth.moderator, hearth.member):
        marking.mark_done(by=person, up_to=2**62)
    Job.objects.all().delete()
    return root


@pytest.fixture
def phones(hearth: Hearth, service: PushService, root: Message) -> list[Phone]:
    """In the order of their people's ids."""
    people = sorted((hearth.owner, hearth.moderator, hearth.member), key=lambda person: person.pk)
    return [Phone(person, service) for person in people]


def crowds() -> int:
    return Job.objects.filter(type=PUSH_CROWD.name).count()


def say(hearth: Hearth, root: Message, text: str, author: User | None = None) -> Message:
    message = hearth.say(text, author, thread=root.pk)
    tell()
    return message


@pytest.mark.usefixtures("page")
def test_one_job_whoever_writes(hearth: Hearth, root: Message, phones: list[Phone]) -> None:
    for at, author in enumerate((hearth.member, hearth.moderator, hearth.owner)):
        say(hearth, root, f"Me {at}", author)
    assert crowds() == 1
    deliver()
    assert [phone.browser.asked for phone in phones] == [1, 1, 1]
    assert waiting() == 0
    say(hearth, root, "Then I do", hearth.owner)
    deliver()
    assert [phone.browser.asked for phone in phones] == [1, 2, 2]


def test_those_who_are_told_in_parts_have_one_job(
    hearth: Hearth, root: Message, phones: list[Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few are in one of the parts."""
    monkeypatch.setattr(telling, "FEW", 20)
    monkeypatch.setattr(candidates, "FEW", 1)
    monkeypatch.setattr(parts, "MOST_TOGETHER", 1)
    say(hearth, root, "I do")
    assert (crowds(), Job.objects.filter(type=PUSH.name).count()) == (1, 0)
    deliver()
    assert [phone.browser.asked for phone in phones] == [0, 1, 1]


def test_two_threads_are_two_jobs(hearth: Hearth, root: Message, phones: list[Phone]) -> None:
    other = hearth.say("And the rice?", hearth.member)
    for thread in (root, other):
        say(hearth, thread, "I do")
    assert crowds() == 2
    deliver()
    assert all(phone.browser.asked for phone in phones[1:])


def test_what_comes_after_a_round_began_is_the_next_one_s(
    hearth: Hearth, root: Message, phones: list[Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PEOPLE_A_JOB", 1)
    say(hearth, root, "I do")
    no_pause()
    run_once(PUSH_CROWD.name)
    say(hearth, root, "And cakes")
    assert crowds() == 2
    run_once(PUSH_CROWD.name)
    assert phones[2].shown[-1][1] == "hanako: I do"
    deliver()
    assert [phone.browser.asked for phone in phones] == [0, 2, 2]
    bodies = [push.content["notification"]["body"] for push in phones[2].browser.received]
    assert bodies[-1] == "hanako: And cakes"


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize("case", ["done", "left", "old"])
def test_who_needs_none_any_more(hearth: Hearth, root: Message, phones: list[Phone], case: str) -> None:
    """`old`: of what was told before, none comes again."""
    message = say(hearth, root, "I do")
    match case:
        case "done":
            marking.mark_done(by=hearth.member, replies={"thread": root.pk, "seq": message.seq})
        case "left":
            memberships.leave(by=hearth.member, room_id=hearth.id)
        case "old":
            deliver()
            late = say(hearth, root, "And cakes")
            marking.mark_done(by=hearth.member, ids=ids_of(hearth.member, late))
    deliver()
    asked = {phone.user.pk: phone.browser.asked for phone in phones}
    assert asked[hearth.member.pk] == (1 if case == "old" else 0)
    assert asked[hearth.moderator.pk] == (2 if case == "old" else 1)


@pytest.mark.usefixtures("page")
def test_a_call_to_everybody(hearth: Hearth, phones: list[Phone]) -> None:
    for author in (hearth.owner, hearth.moderator):
        hearth.say("@here tea is ready", author)
        tell()
    assert crowds() == 1
    deliver()
    assert [phone.browser.asked for phone in phones] == [1, 1, 1]


def test_a_reply_is_looked_at_again(
    hearth: Hearth, root: Message, phones: list[Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a job of each who looks at the room."""
    looking = {hearth.member.pk: {hearth.id}}
    monkeypatch.setattr(presence, "_looking", [lambda users: {user: looking.get(user, set()) for user in users}])
    say(hearth, root, "I do")
    told()
    assert [phone.browser.asked for phone in phones] == [0, 1, 0]
    assert Job.objects.filter(type=PUSH.name).count() == 1
    looking.clear()
    reading.advance(by=hearth.member, room_id=hearth.id, seq=hearth.room.last_seq)
    deliver()
    assert [phone.browser.asked for phone in phones] == [0, 1, 1]
    assert waiting() == 0


def ids_of(user: User, message: Message) -> list[int]:
    return list(InboxItem.objects.filter(user=user, message=message).values_list("pk", flat=True))
