"""An edit of a text that nobody saw: refused where whoever edits says what they saw."""

import pytest

from chat.models import EarlierText, Message
from chat.services.authority import Member
from chat.services.messages import editing, pins, reactions
from chat.services.rooms import memberships, rooms
from core.problems import Problem
from tests.chat.hearth import Hearth
from tests.support.in_process import Api, at_once

pytestmark = pytest.mark.django_db


def edit(message: Message, text: str, rev: int | None = None) -> Message:
    return editing.edit(by=message.author, message_id=message.pk, text=text, rev=rev)


def text_of(message: Message) -> str:
    return Message.objects.get(pk=message.pk).text


def test_a_late_retry_of_an_older_edit_overwrites_no_newer_one(hearth: Hearth) -> None:
    message = hearth.say("one")
    second = edit(message, "two", message.rev)
    edit(message, "three", second.rev)
    with pytest.raises(Problem, match="edit_conflict"):
        edit(message, "two", message.rev)
    assert text_of(message) == "three"


def test_the_same_edit_again_is_a_success(hearth: Hearth) -> None:
    message = hearth.say("one")
    first = edit(message, "two", message.rev)
    again = edit(message, "two", message.rev)
    assert (again.rev, again.edited_at) == (first.rev, first.edited_at)
    assert EarlierText.objects.count() == 1


def test_what_others_put_on_a_message_is_no_conflict(hearth: Hearth) -> None:
    message = hearth.say("one")
    reactions.add(by=hearth.member, message_id=message.pk, emoji="🍵")
    pins.pin(by=hearth.owner, message_id=message.pk)
    assert edit(message, "two", message.rev).text == "two"
    seen = Message.objects.get(pk=message.pk).rev
    reactions.remove(by=hearth.member, message_id=message.pk, emoji="🍵")
    assert edit(message, "three", seen).text == "three"


def test_without_a_rev_the_last_one_wins(hearth: Hearth) -> None:
    message = hearth.say("one")
    for text in ("two", "three", "two"):
        edit(message, text)
    assert text_of(message) == "two"


def test_a_message_that_was_edited_before_there_were_such_revs_is_no_conflict(hearth: Hearth) -> None:
    message = hearth.say("one")
    edit(message, "two")
    Message.objects.update(text_rev=None)
    assert edit(message, "three", message.rev).text == "three"


def test_a_stored_edit_is_found_whatever_became_of_its_author_and_the_room(hearth: Hearth) -> None:
    message = hearth.say("one", hearth.member)
    edit(message, "two", message.rev)
    reactions.add(by=hearth.owner, message_id=message.pk, emoji="🍵")
    rooms.change(by=Member(hearth.owner), room_id=hearth.id, posting="moderators")
    assert edit(message, "two", message.rev).text == "two"
    with pytest.raises(Problem, match="posting_closed"):
        edit(message, "three")
    memberships.remove(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.member.pk)
    again = edit(message, "two", message.rev)
    assert (again.text, again.reactions) == ("two", None)
    with pytest.raises(Problem, match="not_found"):
        edit(message, "three")


@pytest.mark.parametrize("person", ["former", "stranger"])
def test_an_outsider_is_told_of_nobody_elses_text(hearth: Hearth, person: str) -> None:
    message = hearth.say("one")
    with pytest.raises(Problem, match="not_found"):
        editing.edit(by=hearth.person(person), message_id=message.pk, text="one")


def test_over_rest(hearth: Hearth) -> None:
    message, api = hearth.say("one"), Api(hearth.owner)
    path = f"messages/{message.pk}/"
    assert api.patch(path, {"text": "two", "rev": message.rev}).status == 200
    refused = api.patch(path, {"text": "three", "rev": message.rev})
    assert refused.refusal == (409, "edit_conflict")
    assert refused.body.keys() == {"code", "detail", "fields", "users"} & refused.body.keys()
    assert api.patch(path, {"text": "two", "rev": message.rev}).status == 200
    assert api.patch(path, {"text": "three", "rev": None}).status == 200
    for wrong in (-1, "x", 2**63):
        assert "rev" in api.patch(path, {"text": "three", "rev": wrong}).fields


@pytest.mark.django_db(transaction=True)
def test_of_two_edits_of_the_same_state_at_once_one_is_a_conflict(hearth: Hearth) -> None:
    message = hearth.say("one")

    def outcome(text: str) -> str:
        try:
            return edit(message, text, message.rev).text
        except Problem as problem:
            return problem.code

    outcomes = at_once(lambda: outcome("two"), lambda: outcome("three"))
    assert sorted(outcomes)[0] == "edit_conflict"
    assert text_of(message) in outcomes


def test_a_deletion_is_told_again_to_who_left_since_and_to_nobody_else(hearth: Hearth) -> None:
    message, api = hearth.say("one", hearth.member), Api(hearth.member)
    path = f"messages/{message.pk}/"
    first = api.delete(path)
    memberships.leave(by=hearth.member, room_id=hearth.id)
    again = api.delete(path)
    assert (again.status, again.body) == (200, first.body)
    assert Api(hearth.stranger).delete(path).refusal == (404, "not_found")
    assert api.get(path).refusal == (404, "not_found")
