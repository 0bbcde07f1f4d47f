"""An earlier try of a message that arrives after a later one was refused is refused too."""

import uuid
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from chat.models import Message, RefusedRetry
from chat.models.guards import RETRIED
from chat.models.refused_retry import ARRIVES_WITHIN
from chat.services.authority import Member
from chat.services.rooms import memberships, rooms
from core.problems import Problem
from tests.chat.hearth import Hearth
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def nonce() -> UUID:
    return uuid.uuid4()


def refused(hearth: Hearth, nonce: UUID, attempt: int) -> str:
    with pytest.raises(Problem) as problem:
        hearth.store(author=hearth.member, nonce=nonce, attempt=attempt)
    return problem.value.code


def leave(hearth: Hearth) -> None:
    memberships.remove(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.member.pk)


def come_back(hearth: Hearth) -> None:
    memberships.add(by=Member(hearth.owner), room_id=hearth.id, user_ids=[hearth.member.pk])


def test_an_earlier_try_is_refused_and_a_later_one_is_stored(hearth: Hearth, nonce: UUID) -> None:
    leave(hearth)
    assert refused(hearth, nonce, attempt=3) == "not_found"
    come_back(hearth)
    for attempt in (1, 2, 3):
        assert refused(hearth, nonce, attempt) == "nonce_conflict"
    assert hearth.store(author=hearth.member, nonce=nonce, attempt=4).nonce == nonce


def test_a_stored_message_is_returned_to_any_try(hearth: Hearth, nonce: UUID) -> None:
    leave(hearth)
    refused(hearth, nonce, attempt=2)
    come_back(hearth)
    stored = hearth.store(author=hearth.member, nonce=nonce, attempt=3)
    assert hearth.store(author=hearth.member, nonce=nonce, attempt=1) == stored
    assert Message.objects.count() == 1


def test_a_first_try_has_none_before_it(hearth: Hearth, nonce: UUID) -> None:
    leave(hearth)
    assert refused(hearth, nonce, attempt=1) == "not_found"
    come_back(hearth)
    assert hearth.store(author=hearth.member, nonce=nonce).nonce == nonce
    assert not RefusedRetry.objects.exists()


def test_a_refusal_for_any_reason_counts(hearth: Hearth, nonce: UUID) -> None:
    hearth.archive()
    assert refused(hearth, nonce, attempt=2) == "room_archived"
    hearth.archive(False)
    assert refused(hearth, nonce, attempt=1) == "nonce_conflict"


def test_one_that_asks_to_come_again_does_not(hearth: Hearth, nonce: UUID) -> None:
    rooms.change(by=Member(hearth.owner), room_id=hearth.id, slow_seconds=9)
    hearth.store("before", hearth.member)
    assert refused(hearth, nonce, attempt=2) == "slow_mode"
    with pytest.raises(Problem, match="file_not_found"):
        hearth.store(author=hearth.owner, nonce=nonce, attempt=2, files=(uuid.uuid4(),))
    assert not RefusedRetry.objects.exists()


def test_the_latest_refused_try_counts(hearth: Hearth, nonce: UUID) -> None:
    leave(hearth)
    refused(hearth, nonce, attempt=5)
    refused(hearth, nonce, attempt=2)
    come_back(hearth)
    assert refused(hearth, nonce, attempt=4) == "nonce_conflict"


def test_other_messages_of_its_author_are_stored(hearth: Hearth, nonce: UUID) -> None:
    leave(hearth)
    refused(hearth, nonce, attempt=2)
    come_back(hearth)
    assert hearth.store("another", hearth.member).text == "another"
    assert hearth.store("somebody else's", hearth.owner, nonce=nonce).nonce == nonce


def test_nothing_is_kept_of_a_room_that_is_not_there(hearth: Hearth, nonce: UUID) -> None:
    hearth.id += 1_000
    assert refused(hearth, nonce, attempt=2) == "not_found"
    assert not RefusedRetry.objects.exists()


def test_a_stranger_leaves_nothing(hearth: Hearth, nonce: UUID) -> None:
    there = queries_of(lambda: try_of_stranger(hearth, nonce))
    hearth.id += 1_000
    assert queries_of(lambda: try_of_stranger(hearth, nonce)) == there
    assert not RefusedRetry.objects.exists()


def try_of_stranger(hearth: Hearth, nonce: UUID) -> None:
    with pytest.raises(Problem, match="not_found"):
        hearth.store(author=hearth.stranger, nonce=nonce, attempt=2)


def test_it_costs_nobody_else_a_query(hearth: Hearth, nonce: UUID) -> None:
    hearth.store("first", hearth.owner)
    before = queries_of(lambda: hearth.store("before", hearth.owner))
    leave(hearth)
    refused(hearth, nonce, attempt=2)
    come_back(hearth)
    assert hearth.membership(hearth.member).guards & RETRIED
    assert queries_of(lambda: hearth.store("after", hearth.owner)) == before


def test_a_refusal_deletes_those_that_are_over(hearth: Hearth, nonce: UUID) -> None:
    hearth.archive()
    refused(hearth, nonce, attempt=2)
    RefusedRetry.objects.update(at=timezone.now() - ARRIVES_WITHIN - timedelta(seconds=1))
    other = uuid.uuid4()
    refused(hearth, other, attempt=2)
    assert [row.nonce for row in RefusedRetry.objects.all()] == [other]
