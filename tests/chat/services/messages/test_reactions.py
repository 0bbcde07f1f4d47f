"""Reactions: who put which emoji to a message, counted in the order of their first use."""

from collections.abc import Callable

import pytest

from chat import payloads, selectors
from chat.models import Message, Reaction
from chat.services.authority import Member
from chat.services.messages import editing, reactions
from core.problems import Problem
from tests.chat.hearth import Hearth, Published, frame_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(hearth: Hearth) -> Message:
    return hearth.say()


def shown(message: Message) -> list[tuple[str, int, list[int]]]:
    """As the wire says it, of what is stored."""
    stored = payloads.Message.of(Message.objects.get(pk=message.pk))
    return [(reaction.emoji, reaction.count, reaction.users) for reaction in stored.reactions]


def test_the_room_is_told_the_whole_message(hearth: Hearth, message: Message, published: Published) -> None:
    published.clear()
    reacted = reactions.add(by=hearth.member, message_id=message.pk, emoji="🍵")
    assert shown(message) == [("🍵", 1, [hearth.member.pk])]
    assert (reacted.rev, hearth.room.rev) == (message.rev + 1, message.rev + 1)
    assert published.frames == [frame_of(reacted)]


def test_each_emoji_keeps_its_place(hearth: Hearth, message: Message) -> None:
    tea, fire = "🍵", "🔥"
    for user, emoji in ((hearth.member, tea), (hearth.owner, fire), (hearth.owner, tea), (hearth.moderator, fire)):
        reactions.add(by=user, message_id=message.pk, emoji=emoji)
    member, owner, moderator = hearth.member.pk, hearth.owner.pk, hearth.moderator.pk
    assert shown(message) == [(tea, 2, [member, owner]), (fire, 2, [owner, moderator])]
    reactions.remove(by=hearth.member, message_id=message.pk, emoji=tea)
    assert shown(message) == [(tea, 1, [owner]), (fire, 2, [owner, moderator])]
    reactions.remove(by=hearth.owner, message_id=message.pk, emoji=tea)
    assert shown(message) == [(fire, 2, [owner, moderator])]
    reactions.add(by=hearth.owner, message_id=message.pk, emoji=tea)
    assert [emoji for emoji, *_ in shown(message)] == [fire, tea]


def test_without_any_it_is_as_before(hearth: Hearth, message: Message) -> None:
    before = payloads.Message.of(message)
    reactions.add(by=hearth.owner, message_id=message.pk, emoji="🍵")
    after = payloads.Message.of(reactions.remove(by=hearth.owner, message_id=message.pk, emoji="🍵"))
    assert (after.reactions, after.text, after.rev) == ([], before.text, before.rev + 2)


@pytest.mark.parametrize("change", [reactions.add, reactions.remove])
def test_what_changes_nothing_takes_no_rev(
    hearth: Hearth, message: Message, published: Published, change: Callable[..., Message]
) -> None:
    if change is reactions.add:
        reactions.add(by=hearth.member, message_id=message.pk, emoji="❤️")
    before = hearth.room.rev
    published.clear()
    change(by=hearth.member, message_id=message.pk, emoji="❤")  # the other spelling
    assert (hearth.room.rev, published.sent) == (before, [])


def test_a_message_has_so_many_different_ones(
    hearth: Hearth, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reactions, "DIFFERENT_EMOJI", 2)
    for emoji in "🍵🔥":
        reactions.add(by=hearth.member, message_id=message.pk, emoji=emoji)
    with pytest.raises(Problem, match="too_many_reactions"):
        reactions.add(by=hearth.owner, message_id=message.pk, emoji="🎐")
    reactions.add(by=hearth.owner, message_id=message.pk, emoji="🔥")
    reactions.remove(by=hearth.member, message_id=message.pk, emoji="🍵")
    reactions.add(by=hearth.owner, message_id=message.pk, emoji="🎐")
    assert [emoji for emoji, *_ in shown(message)] == ["🔥", "🎐"]


def test_so_many_people_are_named_and_all_counted(
    hearth: Hearth, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reactions, "PEOPLE_SHOWN", 2)
    people = [hearth.owner, hearth.moderator, hearth.member]
    for user in people:
        reactions.add(by=user, message_id=message.pk, emoji="🍵")
    assert shown(message) == [("🍵", 3, [hearth.owner.pk, hearth.moderator.pk])]
    reactions.remove(by=hearth.owner, message_id=message.pk, emoji="🍵")
    assert shown(message) == [("🍵", 2, [hearth.moderator.pk, hearth.member.pk])]


@pytest.mark.parametrize("emoji", ["tea", "", "🍵🍵", "\ud800"])
def test_what_is_no_emoji(hearth: Hearth, message: Message, emoji: str) -> None:
    with pytest.raises(Problem) as caught:
        reactions.add(by=hearth.member, message_id=message.pk, emoji=emoji)
    assert caught.value.fields == {"emoji": ["invalid"]}
    assert not Reaction.objects.exists()


def test_a_deleted_message_takes_none(hearth: Hearth, message: Message) -> None:
    editing.delete(by=Member(hearth.owner), message=message)
    with pytest.raises(Problem, match="not_found"):
        reactions.add(by=hearth.member, message_id=message.pk, emoji="🍵")


def test_who_was_away_gets_them(hearth: Hearth, message: Message) -> None:
    have = hearth.room.rev
    reactions.add(by=hearth.member, message_id=message.pk, emoji="🍵")
    reacted = reactions.add(by=hearth.moderator, message_id=message.pk, emoji="🍵")
    answer = selectors.changes_since(hearth.owner, known_epoch=selectors.epoch(), revs={hearth.id: have})
    assert answer.rooms[str(hearth.id)].messages == [payloads.Message.of(reacted)]
