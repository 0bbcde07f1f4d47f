"""Many messages deleted at once: what one deletion does, for each, with a bounded number of queries."""

from collections.abc import Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat.models import KeptMessage, Mention, Message
from chat.services.authority import Administrator
from chat.services.messages import editing, many_messages, reactions
from chat.services.rooms import rooms
from core.audit.models import Act
from tests.chat.hearth import Hearth, Published, frame_of
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def administrator() -> Administrator:
    return Administrator(a_user("admin", is_staff=True, is_superuser=True))


def again(messages: Sequence[Message]) -> list[Message]:
    found = Message.objects.filter(pk__in=[message.pk for message in messages]).select_related("author")
    return list(found.order_by("pk"))


def test_the_room_sees_tombstones(hearth: Hearth, administrator: Administrator, published: Published) -> None:
    messages = [hearth.say(f"number {number} @kenji") for number in range(3)]
    reactions.add(by=hearth.member, message_id=messages[0].pk, emoji="👍")
    before = hearth.room
    published.clear()
    deleted = many_messages.delete(by=administrator, messages=messages)
    assert [message.pk for message in deleted] == [message.pk for message in messages]
    stored = again(messages)
    for number, message in enumerate(stored, start=1):
        assert (message.text, message.rev, message.deleted_by) == ("", before.rev + number, administrator.user)
        assert message.is_deleted
        assert (message.mentions, message.reactions, message.mentions_here) == (None, None, False)
    assert published.frames == [frame_of(message) for message in stored]
    assert hearth.room.rev == before.rev + 3
    assert not Mention.objects.exists()
    assert KeptMessage.objects.count() == 3
    assert Act.objects.filter(name="chat.message_deleted", by_id=administrator.user.pk).count() == 3


def test_they_are_as_if_deleted_one_by_one(hearth: Hearth, administrator: Administrator) -> None:
    one, other = hearth.say("Hello @kenji"), hearth.say("Hello @kenji")
    editing.delete(by=administrator, message=one)
    many_messages.delete(by=administrator, messages=[other])
    left = [
        list(KeptMessage.objects.filter(message=message).values_list("text", "mentions")) for message in (one, other)
    ]
    assert left[0] == left[1]
    different = {"id", "seq", "rev", "nonce", "created_at", "deleted_at"}
    rows = Message.objects.filter(pk__in=[one.pk, other.pk]).values()
    first, second = ({name: value for name, value in row.items() if name not in different} for row in rows)
    assert first == second


def test_twice_deletes_once(hearth: Hearth, administrator: Administrator, published: Published) -> None:
    messages = [hearth.say("once"), hearth.say("twice")]
    many_messages.delete(by=administrator, messages=messages)
    before = hearth.room.rev
    published.clear()
    assert many_messages.delete(by=administrator, messages=messages) == []
    assert (hearth.room.rev, published.sent) == (before, [])


def test_a_thread_counts_what_is_left(hearth: Hearth, administrator: Administrator) -> None:
    root = hearth.say("root")
    replies = [hearth.say(f"reply {number}", thread=root.pk) for number in range(3)]
    many_messages.delete(by=administrator, messages=replies[:2])
    (fresh,) = again([root])
    assert fresh.replies is not None
    assert fresh.replies["count"] == 1
    room = hearth.room
    assert room.rev == fresh.rev


def test_own_messages_among_them_are_gone_at_once(hearth: Hearth) -> None:
    mine, theirs = hearth.say("mine"), hearth.say("theirs", hearth.member)
    deleted = many_messages.delete(by=Administrator(hearth.owner), messages=[theirs, mine])
    assert [message.pk for message in deleted] == [mine.pk, theirs.pk]
    assert [kept.message_id for kept in KeptMessage.objects.all()] == [theirs.pk]
    revs = [message.rev for message in again([mine, theirs])]
    assert sorted(revs) == [hearth.room.rev - 1, hearth.room.rev]


def test_the_number_of_queries_does_not_grow(hearth: Hearth, administrator: Administrator) -> None:
    rooms.create(owner=hearth.owner, name="Attic")
    spent = []
    for count in (2, 20):
        messages = [hearth.say(f"number {number}") for number in range(count)]
        with CaptureQueriesContext(connection) as caught:
            many_messages.delete(by=administrator, messages=messages)
        spent.append(sum(_is_of_messages(query["sql"]) for query in caught))
    assert spent[0] == spent[1] <= 12


def _is_of_messages(sql: str) -> bool:
    """Jobs are woken now and then, and take transactions of their own."""
    return "jobs_job" not in sql and not sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
