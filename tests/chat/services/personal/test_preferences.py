"""What somebody wants of a room for themselves."""

import json

import pytest

from chat import selectors
from chat.services.personal.preferences import prefer
from chat.services.rooms import joining, memberships
from core.problems import Problem
from tests.chat.hearth import Hearth, Published
from tests.support.in_process import at_once

pytestmark = pytest.mark.django_db


def test_it_shows_in_my_summary_and_in_nobody_elses(hearth: Hearth) -> None:
    prefer(by=hearth.member, room_id=hearth.id, notify="mentions", muted=True, favourite=True)
    mine, others = (selectors.summary_of(user, hearth.id) for user in (hearth.member, hearth.owner))
    assert (mine.notify, mine.muted, mine.favourite) == ("mentions", True, True)
    assert (others.notify, others.muted, others.favourite) == ("all", False, False)


def test_my_other_devices_are_told_of_all_of_it_and_the_room_of_nothing(hearth: Hearth, published: Published) -> None:
    memberships.stay(by=hearth.member, room_id=hearth.id)
    before = hearth.room.rev
    prefer(by=hearth.member, room_id=hearth.id, notify="nothing")
    prefer(by=hearth.member, room_id=hearth.id, favourite=True)
    groups, events = zip(*published.events, strict=True)
    assert set(groups) == {f"user.{hearth.member.pk}"}
    assert json.loads(events[-1]["frame"]) == {
        "type": "room.mine", "room": hearth.id, "notify": "nothing", "muted": False, "favourite": True, "section": None,
        "added_by": None, "me": 4,
    }  # fmt: skip
    assert (published.frames, hearth.room.rev) == ([], before)


def test_what_changes_nothing_is_told_to_nobody(hearth: Hearth, published: Published) -> None:
    prefer(by=hearth.member, room_id=hearth.id, notify="all", muted=False)
    prefer(by=hearth.member, room_id=hearth.id)
    assert published.events == []


def test_it_can_be_said_of_an_archived_room(hearth: Hearth) -> None:
    hearth.archive()
    assert prefer(by=hearth.member, room_id=hearth.id, muted=True).muted


def test_who_comes_back_finds_it(hearth: Hearth) -> None:
    prefer(by=hearth.member, room_id=hearth.id, muted=True)
    memberships.leave(by=hearth.member, room_id=hearth.id)
    joining.join(by=hearth.member, room_id=hearth.id)
    assert hearth.membership(hearth.member).muted


@pytest.mark.parametrize("person", ["former", "stranger"])
def test_who_is_not_in_wants_nothing(hearth: Hearth, person: str) -> None:
    with pytest.raises(Problem, match="not_found"):
        prefer(by=hearth.person(person), room_id=hearth.id, muted=True)


@pytest.mark.django_db(transaction=True)
def test_wishes_of_two_devices_at_once_are_both_kept(hearth: Hearth) -> None:
    at_once(
        lambda: prefer(by=hearth.member, room_id=hearth.id, muted=True),
        lambda: prefer(by=hearth.member, room_id=hearth.id, favourite=True),
        lambda: prefer(by=hearth.member, room_id=hearth.id, notify="nothing"),
    )
    mine = hearth.membership(hearth.member)
    assert (mine.muted, mine.favourite, mine.notify) == (True, True, "nothing")
