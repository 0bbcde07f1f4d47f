"""Whom a message concerns, from what is sent to what the inbox shows."""

from uuid import uuid4

import pytest

from chat.models import Message, Room
from chat.services.authority import Member
from chat.services.messages import editing
from chat.services.messages.storing import NewMessage, Sent, send_together
from chat.services.personal import preferences as room_preferences
from chat.services.rooms import direct, memberships, rooms
from moderation.services import hiding
from notifications.models import Batch, InboxItem
from notifications.selectors import keywords
from notifications.services import follows, preferences, receiving, telling
from notifications.services.preferences import Changes
from tests.chat.hearth import Hearth
from tests.notifications.told import inbox, kind_of, kinds_of, tell
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


def test_a_mention(hearth: Hearth) -> None:
    message = hearth.say("@yuki come and sit down")
    assert inbox(hearth.member) == [("mention", "@yuki come and sit down", False)]
    for other in (hearth.owner, hearth.moderator, hearth.former, hearth.stranger):
        assert kinds_of(other) == {}, other
    assert InboxItem.objects.get().message == message


def test_a_message_that_concerns_nobody_adds_nothing(hearth: Hearth) -> None:
    hearth.say("Come and sit down")
    assert not Batch.objects.exists()
    hearth.say("@nobody is here")
    assert not Batch.objects.exists()


def test_one_row_for_a_message(hearth: Hearth) -> None:
    hearth.say("@yuki @kenji")
    assert Batch.objects.count() == 1
    tell()
    assert not Batch.objects.exists()


def test_everybody(hearth: Hearth) -> None:
    message = hearth.say("@here the tea is ready")
    assert {user.username: kind_of(user, message) for user in (hearth.owner, hearth.moderator, hearth.member)} == {
        "hanako": None,
        "kenji": "here",
        "yuki": "here",
    }
    assert kinds_of(hearth.former) == {} == kinds_of(hearth.stranger)


def test_a_direct_message(hearth: Hearth) -> None:
    room = direct.open_direct(by=hearth.owner, others=[hearth.member.pk]).room
    hearth.id = room.pk
    hearth.say("Psst")
    assert inbox(hearth.member) == [("direct", "Psst", False)]
    assert inbox(hearth.owner) == []


def test_replies_in_threads_one_follows(hearth: Hearth) -> None:
    """The root's author and whoever writes follow it by themselves."""
    root = hearth.say("Who makes tea?", hearth.member)
    first = hearth.say("I do", hearth.moderator, thread=root.pk)
    assert kind_of(hearth.member, first) == "reply"
    second = hearth.say("Good", hearth.owner, thread=root.pk)
    assert kind_of(hearth.member, second) == kind_of(hearth.moderator, second) == "reply"
    assert kinds_of(hearth.owner) == {}
    third = hearth.say("And milk?", hearth.member, thread=root.pk)
    assert kind_of(hearth.owner, third) == "reply"
    assert kind_of(hearth.member, third) is None


def test_unfollowed_it_stays_so(hearth: Hearth) -> None:
    root = hearth.say("Who makes tea?", hearth.member)
    follows.unfollow(by=hearth.member, message_id=root.pk)
    for author in (hearth.member, hearth.moderator):
        reply = hearth.say("I do", author, thread=root.pk)
    assert kind_of(hearth.member, reply) is None
    mention = hearth.say("@yuki you?", hearth.moderator, thread=root.pk)
    assert kind_of(hearth.member, mention) == "mention"
    follows.wish(by=hearth.member, message_id=reply.pk, level="all")
    assert kind_of(hearth.member, hearth.say("Well?", hearth.moderator, thread=root.pk)) == "reply"
    follows.wish(by=hearth.member, message_id=root.pk, level="nothing")
    assert kind_of(hearth.member, hearth.say("@yuki!", hearth.moderator, thread=root.pk)) is None


def test_keywords(hearth: Hearth) -> None:
    receiving.believe(True)
    preferences.change(by=hearth.member, keywords=["kettle", "薬缶"])
    preferences.change(by=hearth.former, keywords=["kettle"])
    found = [hearth.say(text) for text in ("The Kettle sings", "ｋｅｔｔｌｅ!", "大薬缶です", "kettles")]
    assert [kind_of(hearth.member, message) for message in found] == ["keyword", "keyword", "keyword", None]
    assert kinds_of(hearth.former) == {}
    assert kind_of(hearth.member, hearth.say("my kettle", hearth.member)) is None


@pytest.mark.parametrize(
    "changes",
    [{"level": "nothing"}, {"muted_until": "2999-01-01T00:00Z"}],
    ids=str,
)
def test_nothing_is_wanted_on_the_site(hearth: Hearth, changes: Changes) -> None:
    preferences.change(by=hearth.member, **changes)
    hearth.say("@yuki")
    assert kinds_of(hearth.member) == {}


def test_what_a_room_is_told_already_counts(hearth: Hearth) -> None:
    for wish, kind in (
        ({"notify": "mentions"}, "mention"),
        ({"notify": "nothing"}, None),
        ({"notify": "all"}, "mention"),
    ):
        room_preferences.prefer(by=hearth.member, room_id=hearth.id, **wish)  # type: ignore[arg-type]
        assert kind_of(hearth.member, hearth.say("@yuki")) == kind
    room_preferences.prefer(by=hearth.member, room_id=hearth.id, muted=True)
    assert kind_of(hearth.member, hearth.say("@yuki")) is None


def test_whom_one_hides(hearth: Hearth) -> None:
    """In every way that somebody could be told."""
    hiding.hide(by=hearth.member, user_id=hearth.owner.pk)
    preferences.change(by=hearth.member, keywords=["tea"])
    receiving.believe(True)
    root = hearth.say("Who makes tea?", hearth.member)
    for text in ("@yuki", "@here", "tea"):
        hearth.say(text)
        hearth.say(text, thread=root.pk)
    assert kinds_of(hearth.member) == {}
    assert not InboxItem.objects.filter(user=hearth.member).exists()
    assert len(kinds_of(hearth.moderator)) == 2
    hiding.show(by=hearth.member, user_id=hearth.owner.pk)
    assert kind_of(hearth.member, hearth.say("@yuki")) == "mention"


def test_who_left_before_it_was_told(hearth: Hearth) -> None:
    hearth.say("@yuki @kenji")
    memberships.remove(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.member.pk)
    tell()
    assert set(InboxItem.objects.values_list("user", flat=True)) == {hearth.moderator.pk}


def test_a_deactivated_account_is_told_nothing(hearth: Hearth) -> None:
    hearth.say("@yuki @kenji")
    hearth.member.is_active = False
    hearth.member.save(update_fields=["is_active"])
    tell()
    assert set(InboxItem.objects.values_list("user", flat=True)) == {hearth.moderator.pk}


def test_deleted_before_and_after(hearth: Hearth) -> None:
    before, after = hearth.say("@yuki one"), hearth.say("@yuki two")
    editing.delete_mine(by=hearth.owner, message_id=before.pk)
    assert inbox(hearth.member) == [("mention", "@yuki two", False)]
    editing.delete_mine(by=hearth.owner, message_id=after.pk)
    assert inbox(hearth.member) == []


def test_told_again_it_is_told_once(hearth: Hearth) -> None:
    message = hearth.say("@yuki @kenji")
    for _ in range(3):
        Batch.objects.create(messages=[message.pk])
    tell()
    assert InboxItem.objects.count() == 2


def test_many_messages_cost_as_many_queries_as_one(hearth: Hearth) -> None:
    def told(count: int) -> int:
        messages = [hearth.say(f"@yuki @kenji {at}") for at in range(count)]
        Batch.objects.all().delete()
        for message in messages:
            Batch.objects.create(messages=[message.pk])
        return queries_of(telling.step)

    keywords.are_there()
    assert told(1) == told(30) <= 25


def test_hundreds_that_concern_nobody_are_one_step(hearth: Hearth) -> None:
    """With few in a step, whoever is named would wait for minutes behind those who write hundreds in a second."""
    new = [NewMessage(hearth.owner, hearth.id, uuid4(), f"tea {at}") for at in range(300)]
    stored = [outcome.message.pk for outcome in send_together(new) if isinstance(outcome, Sent)]
    Batch.objects.all().delete()
    Batch.objects.bulk_create(Batch(messages=stored[at : at + 5]) for at in range(0, 300, 5))
    assert telling.step()
    assert not Batch.objects.exists()


def test_messages_of_many_rooms_in_one_step(hearth: Hearth) -> None:
    here = hearth.id
    for at in range(5):
        hearth.id = rooms.create(
            owner=hearth.owner, name=f"Room {at}", kind=Room.Kind.PUBLIC, members=[hearth.member.pk]
        ).pk
        hearth.say(f"@yuki {at}")
    hearth.id = here
    assert telling.step()
    assert not telling.step()
    assert InboxItem.objects.filter(user=hearth.member).count() == 5 == Message.objects.count()


def test_the_messages_of_a_large_batch_are_in_a_few_rows(hearth: Hearth) -> None:
    new = [NewMessage(hearth.owner, hearth.id, uuid4(), f"@yuki {at}") for at in range(120)]
    stored = [outcome.message.pk for outcome in send_together(new) if isinstance(outcome, Sent)]
    assert sorted(len(batch.messages) for batch in Batch.objects.all()) == [20, 50, 50]
    assert sorted(kinds_of(hearth.member)) == stored
