"""Own revs: one for each change, ascending, also of two devices at once."""

import threading
from contextlib import suppress

import pytest

from accounts.models import User
from accounts.services import people as services
from chat.models import OwnState
from chat.services.authority import Member
from chat.services.personal import own_revs, reading
from chat.services.personal.preferences import prefer
from chat.services.rooms import direct, memberships, rooms
from core.problems import Problem
from tests.chat.hearth import Hearth, Published, Role
from tests.support.in_process import a_user, at_once

pytestmark = pytest.mark.django_db(transaction=True)

EACH = 10


def told(published: Published, user: User) -> list[int]:
    return [event["me"] for group, event in published.events if group == f"user.{user.pk}"]


def test_one_for_each_person_without_a_row_and_with_one(hearth: Hearth) -> None:
    before = OwnState.objects.get(user=hearth.owner).rev
    assert not OwnState.objects.filter(user=hearth.stranger).exists()
    people = [hearth.stranger.pk, hearth.owner.pk, hearth.owner.pk]
    assert own_revs.next_revs(people) == {hearth.owner.pk: before + 1, hearth.stranger.pk: 1}
    assert own_revs.next_revs([]) == {}


def test_two_devices_take_each_number_once_and_lose_nothing(hearth: Hearth, published: Published) -> None:
    for _ in range(EACH):
        hearth.say()
    before = OwnState.objects.get(user=hearth.member).rev
    published.clear()

    def read() -> None:
        for seq in range(1, EACH + 1):
            reading.advance(by=hearth.member, room_id=hearth.id, seq=seq)

    def wish() -> None:
        for turn in range(EACH):
            prefer(by=hearth.member, room_id=hearth.id, muted=turn % 2 == 0)

    def promote() -> None:
        for turn in range(EACH):
            hearth.set_role(hearth.member, Role.MODERATOR if turn % 2 == 0 else Role.MEMBER)

    at_once(read, read, wish, promote)
    mine = hearth.membership(hearth.member)
    after = OwnState.objects.get(user=hearth.member).rev
    # Nobody moved the marker back by saving what they had read before.
    assert (mine.last_read_seq, mine.mine_rev) == (EACH, after)
    assert mine.read_rev == after - before - EACH
    assert sorted(told(published, hearth.member)) == list(range(before + 1, after + 1))


def test_people_who_put_each_other_into_rooms_do_not_wait_for_each_other_for_ever(hearth: Hearth) -> None:
    first, second = a_user("aoi"), a_user("ren")

    def open_rooms(owner: User, other: User) -> None:
        for turn in range(EACH):
            rooms.create(owner=owner, name=f"Room {turn}", members=[other.pk])
            direct.open_direct(by=owner, others=[other.pk, a_user(f"{owner.username}-{turn}").pk])

    at_once(lambda: open_rooms(first, second), lambda: open_rooms(second, first))
    assert OwnState.objects.get(user=first).rev == OwnState.objects.get(user=second).rev == 4 * EACH


def test_who_is_removed_while_they_read_stays_removed(hearth: Hearth) -> None:
    for _ in range(EACH):
        hearth.say()
    together = threading.Barrier(2)

    def read() -> None:
        together.wait()
        with suppress(Problem):
            for seq in range(1, EACH + 1):
                reading.advance(by=hearth.member, room_id=hearth.id, seq=seq)

    def remove() -> None:
        together.wait()
        memberships.remove(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.member.pk)

    at_once(read, remove)
    assert not hearth.membership(hearth.member).is_current


def test_a_profile_is_a_change_of_its_owner_and_told_as_it_is_now(hearth: Hearth, published: Published) -> None:
    old, before = User.objects.get(pk=hearth.member.pk), OwnState.objects.get(user=hearth.member).rev
    services.change_profile(user=hearth.member, display_name="Yuki the Second")
    services.change_profile(user=old, status_text="away")
    services.change_profile(user=old, status_text="away")
    assert told(published, hearth.member) == [before + 1, before + 2]
    shown = published.events[-1][1]["user"]
    assert (shown["display_name"], shown["status"]["text"]) == ("Yuki the Second", "away")
    assert OwnState.objects.get(user=hearth.member).profile_rev == before + 2
