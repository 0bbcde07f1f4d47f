"""What a process knows of keywords, and that looking for them is in nobody's way."""

from collections.abc import Mapping, Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from chat.models import Message
from core.problems import Problem
from notifications.models import Keyword
from notifications.selectors import keywords
from notifications.services import preferences, receiving, telling
from tests.chat.hearth import Hearth
from tests.notifications.told import kind_of

pytestmark = pytest.mark.django_db


def found(hearth: Hearth, text: str) -> set[int]:
    message = hearth.say(text)
    return set(keywords.found_in([message]).get(message.pk, ()))


def add(user: User, word: str) -> Keyword:
    """As another process does."""
    return Keyword.objects.create(user=user, word=word, fold=word)


def test_members_alone(hearth: Hearth) -> None:
    for user in (hearth.member, hearth.moderator, hearth.former, hearth.stranger):
        preferences.change(by=user, keywords=["tea"])
    assert found(hearth, "tea") == {hearth.member.pk, hearth.moderator.pk}
    assert found(hearth, "coffee") == set()


def test_what_another_process_changes(hearth: Hearth) -> None:
    assert not keywords.are_there()
    first = add(hearth.member, "tea")
    assert found(hearth, "tea") == {hearth.member.pk}
    first.delete()
    assert not keywords.are_there()
    second = add(hearth.member, "kettle")
    third = add(hearth.moderator, "tea")
    assert found(hearth, "tea") == {hearth.moderator.pk}
    third.delete()
    add(hearth.member, "tea")
    assert found(hearth, "tea") == {hearth.member.pk}
    second.delete()
    assert found(hearth, "kettle") == set()


def test_what_this_process_changes_counts_at_once(
    hearth: Hearth, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
) -> None:
    monkeypatch.setattr(keywords, "BELIEVED_SECONDS", 60.0)
    assert not keywords.are_there()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        preferences.change(by=hearth.member, keywords=["tea"])
    assert found(hearth, "tea") == {hearth.member.pk}


def test_they_are_read_once(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keywords, "BELIEVED_SECONDS", 60.0)
    receiving.believe(True)
    preferences.change(by=hearth.member, keywords=["tea"])
    assert kind_of(hearth.member, hearth.say("tea")) == "keyword"
    message = hearth.say("more tea")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        telling.step()
    assert not [each["sql"] for each in asked.captured_queries if "notifications_keyword" in each["sql"]]
    assert kind_of(hearth.member, message) == "keyword"


@pytest.mark.django_db(transaction=True)
def test_they_are_looked_for_before_anything_is_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    hearth = Hearth()
    preferences.change(by=hearth.member, keywords=["tea"])
    receiving.believe(True)
    looked: list[bool] = []
    find = keywords.found_in

    def looks(messages: Sequence[Message]) -> Mapping[int, set[int]]:
        looked.append(connection.in_atomic_block)
        return find(messages)

    monkeypatch.setattr(keywords, "found_in", looks)
    message = hearth.say("tea")
    assert telling.step()
    assert looked == [False]
    assert kind_of(hearth.member, message) == "keyword"


@pytest.mark.parametrize("word", ["㌀" * 16, "\u200b"], ids=["long", "nothing"])
def test_what_is_no_keyword(hearth: Hearth, word: str) -> None:
    with pytest.raises(Problem) as refused:
        preferences.change(by=hearth.member, keywords=["tea", word])
    assert refused.value.code == "invalid"
    assert not Keyword.objects.exists()
