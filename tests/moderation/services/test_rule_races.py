"""What happens at the same moment: a rule and a batch, two who release, a release and what ends it."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from chat.models import Room
from chat.services.authority import Administrator, Member
from chat.services.messages.storing import send_together
from chat.services.rooms import memberships, rooms
from core.problems import Problem
from moderation.models import HeldMessage
from moderation.services import mutes, rules
from moderation.services.held.releasing import refuse, release, withdraw
from tests.chat.hearth import Hearth
from tests.moderation.ruled import hold, message, outcome, rule, staff, state_of
from tests.support.in_process import at_once

pytestmark = pytest.mark.django_db(transaction=True)

# Seconds after which something is wrong.
LONGEST = 20.0


def tried(call: Callable[[], Any]) -> Callable[[], Any]:
    """What it returns, or the code of its Problem."""

    def run() -> Any:
        try:
            return call()
        except Problem as problem:
            return problem.code

    return run


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer")
@pytest.mark.parametrize("of_site", [False, True])
def test_a_rule_that_is_added_while_a_batch_is_stored(hearth: Hearth, of_site: bool) -> None:
    """Of a room it waits for the batch, so no message is between its answer and its effect. Of the site it waits for
    nobody: what began before its answer may be stored."""
    locked, go, added = threading.Event(), threading.Event(), threading.Event()

    def store() -> str:
        with transaction.atomic():
            list(Room.objects.select_for_update().filter(pk=hearth.id))
            locked.set()
            assert go.wait(LONGEST)
            return outcome(send_together([message(hearth)])[0])

    def add() -> str:
        assert locked.wait(LONGEST)
        threading.Timer(0.2, go.set).start()
        by, room = (Administrator(staff()), None) if of_site else (Member(hearth.owner), hearth.id)
        rules.add(by=by, room_id=room, kind="word", pattern="casino", action="refuse")
        added.set()
        return "added"

    assert at_once(store, add) in (["sent", "added"], ["refused_by_rule", "added"] if of_site else ["sent", "added"])
    assert outcome(send_together([message(hearth)])[0]) == "refused_by_rule"


def test_two_who_release(hearth: Hearth) -> None:
    rule(hearth)
    held = hold(hearth)
    people = [hearth.owner, hearth.moderator] * 2
    found = at_once(*(tried(partial(release, by=Member(by), held_id=held.id)) for by in people))
    assert len(set(found)) == 1
    assert hearth.room.last_seq == hearth.room.messages.count() == 1


@pytest.mark.parametrize("other", ["refuse", "withdraw", "leave", "remove", "mute", "archive"])
def test_a_release_and_what_ends_it(hearth: Hearth, other: str) -> None:
    """One comes first, and then the other finds what it has made."""
    rule(hearth)
    held = hold(hearth)
    by, them = Member(hearth.owner), hearth.member
    ways: dict[str, Callable[[], Any]] = {
        "refuse": lambda: refuse(by=by, held_id=held.id),
        "withdraw": lambda: withdraw(by=them, held_id=held.id),
        "leave": lambda: memberships.leave(by=them, room_id=hearth.id),
        "remove": lambda: memberships.remove(by=by, room_id=hearth.id, user_id=them.pk),
        "mute": lambda: mutes.mute(by=by, room_id=hearth.id, user_id=them.pk, seconds=None),
        "archive": lambda: rooms.change(by=by, room_id=hearth.id, archived=True),
    }
    released, ended = at_once(
        tried(lambda: release(by=Member(hearth.moderator), held_id=held.id).pk), tried(ways[other])
    )
    is_there = hearth.room.messages.exists()
    assert isinstance(released, int) == is_there == (state_of(held) == "released")
    refusals = {
        "refuse": "held_decided", "withdraw": "held_decided", "leave": "author_gone", "remove": "author_gone",
        "mute": "muted", "archive": "room_archived",
    }  # fmt: skip
    assert is_there or released == refusals[other]
    assert other in ("leave", "remove", "mute", "archive") or is_there == (ended == "held_decided")


def test_the_same_nonce_at_once(hearth: Hearth) -> None:
    rule(hearth)
    new = message(hearth)
    found = at_once(*(tried(lambda: outcome(send_together([new])[0])) for _ in range(4)))
    assert found == ["held"] * 4
    assert HeldMessage.objects.count() == 1


def test_a_nonce_that_comes_again_while_it_is_released(hearth: Hearth) -> None:
    rule(hearth)
    new = message(hearth)
    held = hold(hearth, nonce=new.nonce)
    sent, released = at_once(
        tried(lambda: outcome(send_together([new])[0])),
        tried(lambda: release(by=Member(hearth.owner), held_id=held.id).pk),
    )
    assert sent in ("held", "sent")
    assert [*hearth.room.messages.values_list("pk", flat=True)] == [released]
