"""Clocks that are wrong: of one worker, and the one that was set back."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.utils import timezone

from chat import selectors
from chat.models import Membership, Room
from chat.services.authority import Member
from chat.services.importing.history import PastMember, PastMessage, PastRoom
from chat.services.importing.rooms import record
from chat.services.messages import editing, pins
from chat.services.rooms import memberships, rooms
from core.problems import Problem
from tests.chat.hearth import Hearth
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db

NOW = timezone.now


@contextmanager
def clock_off_by(monkeypatch: pytest.MonkeyPatch, seconds: float) -> Iterator[None]:
    """This worker's."""
    with monkeypatch.context() as patched:
        patched.setattr("django.utils.timezone.now", lambda: NOW() + timedelta(seconds=seconds))
        yield


@contextmanager
def none(*_: object) -> Iterator[None]:
    yield


def times(hearth: Hearth) -> list[datetime]:
    return list(hearth.room.messages.order_by("seq").values_list("created_at", flat=True))


class TestTimeInARoom:
    @pytest.mark.parametrize("seconds", [-1, -40, -86_400, 40])
    def test_never_runs_backwards(self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
        for turn in range(6):
            with clock_off_by(monkeypatch, seconds) if turn % 2 else none():
                root = hearth.say(f"message {turn}", hearth.member)
                hearth.say("a reply", hearth.owner, thread=root.pk)
        assert all(earlier <= later for earlier, later in pairwise(times(hearth)))
        assert hearth.room.last_message_at == times(hearth)[-1]

    def test_what_changes_a_message_is_no_earlier_than_it(
        self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        edited, deleted, pinned = (hearth.say() for _ in range(3))
        with clock_off_by(monkeypatch, -40):
            editing.edit(by=hearth.owner, message_id=edited.pk, text="twice")
            editing.edit(by=hearth.owner, message_id=edited.pk, text="once more")
            editing.delete(by=Member(hearth.owner), message=deleted)
            pins.pin(by=hearth.owner, message_id=pinned.pk)
        for message in (edited, deleted, pinned):
            message.refresh_from_db()
            changed = message.edited_at or message.deleted_at or message.pinned_at
            assert changed is not None
            assert changed >= message.created_at
        assert all(earlier.at >= edited.created_at for earlier in edited.earlier_texts.all())

    def test_one_that_was_told_out_of_order_is_put_right(self) -> None:
        author, begin = a_user("hanako"), NOW() - timedelta(days=1)
        told = [PastMessage(author, f"message {minute}", begin + timedelta(minutes=minute)) for minute in (5, 3, 8, 1)]
        member = PastMember(author, joined_at=begin)
        (room,) = record([PastRoom("Attic", Room.Kind.PUBLIC, "", begin, [member], told)])
        stored = list(room.messages.order_by("seq").values_list("created_at", flat=True))
        assert stored == [begin + timedelta(minutes=minute) for minute in (5, 5, 8, 8)]
        assert Room.objects.get(pk=room.pk).last_message_at == stored[-1]


class TestSlowMode:
    @pytest.fixture
    def slow(self, hearth: Hearth) -> Hearth:
        rooms.change(by=Member(hearth.owner), room_id=hearth.id, slow_seconds=60)
        return hearth

    def test_holds_whatever_the_workers_clock_says(self, slow: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
        slow.say(author=slow.member)
        with clock_off_by(monkeypatch, -5), pytest.raises(Problem, match="slow_mode"):
            slow.say(author=slow.member)

    def test_silences_nobody_after_a_clock_was_set_back(self, slow: Hearth) -> None:
        ahead = NOW() + timedelta(days=1)
        Room.objects.update(last_message_at=ahead)
        assert slow.say(author=slow.member).created_at == ahead
        assert slow.say(author=slow.member).created_at == ahead


CHANGES: list[Callable[[Hearth], Any]] = [
    lambda hearth: editing.edit(by=hearth.owner, message_id=hearth.room.messages.get().pk, text="other words"),
    lambda hearth: rooms.change(by=Member(hearth.owner), room_id=hearth.id, topic="tea"),
    lambda hearth: memberships.leave(by=hearth.member, room_id=hearth.id),
    lambda hearth: hearth.set_role(hearth.member, Membership.Role.MODERATOR),
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("seconds", [-40, 40, -3600])
def test_what_a_worker_with_a_wrong_clock_changes_is_seen_by_the_others(
    hearth: Hearth, monkeypatch: pytest.MonkeyPatch, change: Callable[[Hearth], Any], seconds: float
) -> None:
    hearth.say(nonce=uuid.uuid4())
    Room.objects.update(changed_at=NOW() - timedelta(days=1))
    with clock_off_by(monkeypatch, seconds):
        change(hearth)
    assert selectors.heads_changed_within([hearth.id], timedelta(seconds=20)) == {hearth.id: hearth.room.rev}
    Room.objects.update(changed_at=NOW() - timedelta(seconds=21))
    with clock_off_by(monkeypatch, seconds):
        assert selectors.heads_changed_within([hearth.id], timedelta(seconds=20)) == {}
