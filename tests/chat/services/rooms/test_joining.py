"""Many people who join a room at the same moment."""

import pytest

from chat.models import Membership, Room
from chat.services.authority import Member
from chat.services.rooms import bans, joining, memberships
from core.problems import Problem
from tests.chat.hearth import Hearth, Published
from tests.support.in_process import a_user, at_once
from tests.support.queries import queries_of

CROWD = 20


def codes(outcomes: list[Problem | None]) -> list[str | None]:
    return [outcome.code if outcome else None for outcome in outcomes]


@pytest.mark.django_db
def test_each_is_answered_for_themselves(hearth: Hearth, settings: pytest.FixtureRequest) -> None:
    banned, full = a_user("mai"), a_user("ren")
    bans.ban(by=Member(hearth.owner), room_id=hearth.id, user_id=banned.pk)
    settings.MOST_ROOMS = 2  # type: ignore[attr-defined]
    for number in range(2):
        room = Room.objects.create(name=f"Other {number}")
        Membership.objects.create(room=room, user=full)
    people = [hearth.stranger, banned, hearth.member, full, hearth.former, hearth.stranger]
    outcomes = joining.join_together(hearth.id, people)
    assert codes(outcomes) == [None, "banned", None, "too_many_rooms", None, None]
    here = set(hearth.room.memberships.filter(left_at=None).values_list("user", flat=True))
    assert here == {each.pk for each in (hearth.owner, hearth.moderator, hearth.member, hearth.stranger, hearth.former)}
    assert hearth.room.member_count == len(here)


@pytest.mark.django_db
def test_each_is_told_of_with_a_number_of_its_own(hearth: Hearth, published: Published) -> None:
    before = hearth.room
    published.clear()
    joining.join_together(hearth.id, [hearth.stranger, hearth.former])
    told = [(frame["user"]["id"], frame["rev"], frame["member_count"]) for _, frame in published.frames]
    assert told == [
        (hearth.stranger.pk, before.rev + 1, before.member_count + 1),
        (hearth.former.pk, before.rev + 2, before.member_count + 2),
    ]
    assert [(group, event["type"]) for group, event in published.events] == [
        (f"user.{hearth.stranger.pk}", "membership.started"),
        (f"user.{hearth.former.pk}", "membership.started"),
    ]
    stored = {row.user_id: row.rev for row in hearth.room.memberships.filter(rev__gt=before.rev)}
    assert stored == {user: rev for user, rev, _ in told}
    assert hearth.room.rev == before.rev + 2


@pytest.mark.django_db
def test_a_member_who_comes_back_keeps_the_marker_and_no_role(hearth: Hearth) -> None:
    hearth.say()
    memberships.add(by=Member(hearth.owner), room_id=hearth.id, user_ids=[hearth.stranger.pk])
    Membership.objects.filter(room=hearth.id, user=hearth.stranger).update(
        last_read_seq=1, role="moderator", muted=True
    )
    memberships.leave(by=hearth.stranger, room_id=hearth.id)
    joining.join_together(hearth.id, [hearth.stranger, hearth.former])
    mine = hearth.membership(hearth.stranger)
    assert (mine.is_current, mine.role, mine.last_read_seq, mine.muted, mine.added_by) == (
        True,
        "member",
        1,
        True,
        None,
    )


@pytest.mark.django_db
def test_of_those_who_come_into_an_empty_room_one_becomes_its_owner(hearth: Hearth) -> None:
    room = Room.objects.create(name="Empty")
    joining.join_together(room.pk, [hearth.stranger, hearth.former])
    roles = Membership.objects.filter(room=room).order_by("rev").values_list("user", "role")
    assert list(roles) == [(hearth.stranger.pk, "owner"), (hearth.former.pk, "member")]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [Room.Kind.PRIVATE, Room.Kind.DIRECT])
def test_nobody_joins_what_is_not_public(kind: str, hearth: Hearth) -> None:
    Room.objects.filter(pk=hearth.id).update(kind=kind)
    for person in (hearth.stranger, hearth.former):
        with pytest.raises(Problem, match="not_found"):
            joining.join(by=person, room_id=hearth.id)
    assert hearth.room.memberships.filter(left_at=None).count() == 3


@pytest.mark.django_db
def test_the_number_of_statements_does_not_grow(hearth: Hearth) -> None:
    few, many = [a_user("mai")], [a_user(f"guest{number}") for number in range(CROWD)]
    of_few = queries_of(lambda: joining.join_together(hearth.id, few))
    assert queries_of(lambda: joining.join_together(hearth.id, many)) == of_few


@pytest.mark.django_db(transaction=True)
def test_at_once_all_are_in_and_counted(hearth: Hearth) -> None:
    people = [a_user(f"guest{number}") for number in range(CROWD)]
    before = hearth.room
    at_once(*[lambda person=person: joining.join(by=person, room_id=hearth.id) for person in people])
    revs = sorted(hearth.room.memberships.filter(user__in=people, left_at=None).values_list("rev", flat=True))
    assert revs == list(range(before.rev + 1, before.rev + CROWD + 1))
    assert hearth.room.member_count == before.member_count + CROWD
