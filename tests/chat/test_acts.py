"""What the audit log says of rooms: what moderators, owners and administrators do to others, once each, and nothing of one's own."""

from collections.abc import Callable
from typing import Any

import pytest

from chat.models import Room
from chat.services import file_removal, site
from chat.services.authority import Administrator, Member
from chat.services.messages import editing, pins, reactions
from chat.services.personal import reading
from chat.services.rooms import bans, defaults, direct, invitations, joining, memberships, pictures, rooms
from core.audit.models import Act
from core.problems import Problem
from files.services import logos
from tests.chat.hearth import Hearth, Role
from tests.core.audit.said import Said, last, said
from tests.files.a_file import a_file
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db(transaction=True)

Act_ = Callable[[Hearth], object]


@pytest.fixture
def hearth() -> Hearth:
    return Hearth()


def owner(hearth: Hearth) -> Member:
    return Member(hearth.owner)


def change(**changes: Any) -> Act_:
    return lambda hearth: rooms.change(by=owner(hearth), room_id=hearth.id, **changes)


def set_default(hearth: Hearth, is_default: bool) -> Room:
    return defaults.set_default(by=Administrator(hearth.owner), room_id=hearth.id, is_default=is_default)


def delete_others(hearth: Hearth) -> None:
    message = hearth.say("my secret", hearth.member)
    for _ in range(2):
        editing.delete(by=owner(hearth), message=message)


def take_file(hearth: Hearth) -> None:
    file = a_file(hearth.member, "secret.png")
    hearth.say("look", hearth.member, files=(file.pk,))
    for _ in range(2):
        file_removal.remove(by=Administrator(hearth.owner), file=file)


def revoke(hearth: Hearth) -> None:
    made = invitations.invite(by=owner(hearth), room_id=hearth.id, lifetime=None, uses=3).invitation
    for _ in range(2):
        invitations.revoke(by=owner(hearth), room_id=hearth.id, invitation_id=made.pk)


def ban(hearth: Hearth, user_id: int) -> None:
    bans.ban(by=owner(hearth), room_id=hearth.id, user_id=user_id, reason=" shouting ")


def ban_and_lift(hearth: Hearth) -> None:
    ban(hearth, hearth.stranger.pk)
    for _ in range(2):
        bans.lift(by=owner(hearth), room_id=hearth.id, user_id=hearth.stranger.pk)


def twice(call: Act_) -> Act_:
    return lambda hearth: [call(hearth) for _ in range(2)]


CASES: list[tuple[Act_, list[tuple[str, str, dict[str, Any]]]]] = [
    (twice(change(name="Kotatsu")), [("chat.room_renamed", "", {"from": "Hearth", "to": "Kotatsu"})]),
    (
        twice(change(topic="Warm feet", slow_seconds=30)),
        [("chat.room_changed", "", {"fields": ["slow_seconds", "topic"], "slow_seconds": [0, 30]})],
    ),
    (twice(change(archived=True)), [("chat.room_archived", "", {})]),
    (
        lambda hearth: [change(archived=True)(hearth), change(archived=False)(hearth)],
        [("chat.room_archived", "", {}), ("chat.room_unarchived", "", {})],
    ),
    (twice(lambda hearth: set_default(hearth, True)), [("chat.default_room_made", "", {})]),
    (
        lambda hearth: [set_default(hearth, True), set_default(hearth, False)],
        [("chat.default_room_made", "", {}), ("chat.default_room_ended", "", {})],
    ),
    (
        twice(lambda hearth: memberships.add(by=owner(hearth), room_id=hearth.id, user_ids=[hearth.stranger.pk])),
        [("chat.member_added", "sora", {})],
    ),
    (
        twice(lambda hearth: memberships.remove(by=owner(hearth), room_id=hearth.id, user_id=hearth.member.pk)),
        [("chat.member_removed", "yuki", {})],
    ),
    (
        twice(lambda hearth: hearth.set_role(hearth.member, Role.MODERATOR)),
        [("chat.role_changed", "yuki", {"from": "member", "to": "moderator"})],
    ),
    (twice(lambda hearth: ban(hearth, hearth.member.pk)), [("chat.banned", "yuki", {})]),
    (ban_and_lift, [("chat.banned", "sora", {}), ("chat.ban_lifted", "sora", {})]),
    (revoke, [("chat.invitation_made", "", {"uses": 3}), ("chat.invitation_revoked", "", {})]),
    (
        lambda hearth: rooms.create(owner=hearth.owner, name="Attic", kind="private"),
        [("chat.room_created", "hanako", {"kind": "private"})],
    ),
]


@pytest.mark.parametrize(("do", "expected"), CASES, ids=[expected[-1][0] for _, expected in CASES])
def test_an_act_on_others(hearth: Hearth, do: Act_, expected: list[tuple[str, str, dict[str, Any]]]) -> None:
    before = last()
    do(hearth)
    assert said(after=before) == [Said(name, "hanako", on, details) for name, on, details in expected]


def test_it_says_in_which_room_and_why(hearth: Hearth) -> None:
    ban(hearth, hearth.member.pk)
    act = Act.objects.select_related("content").get(name="chat.banned")
    assert (act.room_id, act.content.room_name, act.content.reason) == (hearth.id, "Hearth", "shouting")


@pytest.mark.parametrize(("do", "name"), [(delete_others, "chat.message_deleted"), (take_file, "chat.file_taken")])
def test_what_is_done_to_a_message_says_nothing_of_its_text(hearth: Hearth, do: Act_, name: str) -> None:
    before = last()
    do(hearth)
    assert said(after=before) == [Said(name, "hanako", "", {"author": hearth.member.pk})]
    act = Act.objects.get(name=name)
    assert (act.on_kind, act.room_id) == ("chat.message", hearth.id)


def test_pictures(hearth: Hearth) -> None:
    picture = a_file(hearth.owner, "hearth.png")
    before = last()
    pictures.change_picture(by=owner(hearth), room_id=hearth.id, file_id=picture.pk)
    pictures.change_picture(by=owner(hearth), room_id=hearth.id, file_id=None)
    pictures.change_picture(by=owner(hearth), room_id=hearth.id, file_id=None)
    changed = Said("chat.room_changed", "hanako", "", {"fields": ["picture"]})
    assert said(after=before) == [changed, changed]


def test_the_logo_and_files(hearth: Hearth) -> None:
    logo, unsent = a_file(hearth.owner, "logo.png"), a_file(hearth.member, "unsent.png")
    before = last()
    logos.change(by=hearth.owner, shade="light", file_id=logo.pk)
    logos.change(by=hearth.owner, shade="light", file_id=None)
    logos.change(by=hearth.owner, shade="light", file_id=None)
    for _ in range(2):
        file_removal.remove(by=Administrator(hearth.owner), file=unsent)
    assert said(after=before) == [
        Said("files.logo_changed", "hanako", "", {"shade": "light"}),
        Said("files.logo_removed", "hanako", "", {"shade": "light"}),
        Said("files.deleted", "hanako", "unsent.png", {"owner": hearth.member.pk}),
    ]


def test_setting_the_site_up() -> None:
    site.claim(
        code=site.setup_code(),
        username="hanako",
        email="h@example.org",
        password="warm hands by the fire",
        room="Hearth",
    )
    assert [each.name for each in said()] == ["chat.room_created", "chat.site_set_up"]


def test_nothing_of_ones_own(hearth: Hearth) -> None:
    before = last()
    message = hearth.say("hello", hearth.member)
    editing.edit(by=hearth.member, message_id=message.pk, text="hello!")
    reactions.add(by=hearth.owner, message_id=message.pk, emoji="🍵")
    pins.pin(by=hearth.owner, message_id=message.pk)
    reading.advance(by=hearth.owner, room_id=hearth.id, seq=1)
    editing.delete(by=Member(hearth.member), message=message)
    joining.join(by=hearth.stranger, room_id=hearth.id)
    memberships.leave(by=hearth.member, room_id=hearth.id)
    direct.open_direct(by=hearth.owner, others=[hearth.moderator.pk])
    assert said(after=before) == []


def test_a_refused_act_leaves_none(hearth: Hearth) -> None:
    before = last()
    for person in (hearth.member, hearth.former, hearth.stranger):
        with pytest.raises(Problem):
            rooms.change(by=Member(person), room_id=hearth.id, name="Mine")
        with pytest.raises(Problem):
            bans.ban(by=Member(person), room_id=hearth.id, user_id=hearth.owner.pk)
        with pytest.raises(Problem):
            invitations.revoke(by=Member(person), room_id=hearth.id, invitation_id=1)
    assert said(after=before) == []


def test_a_room_with_many_new_members_costs_no_statement_more_for_each(hearth: Hearth) -> None:
    people = [a_user(f"guest{number}").pk for number in range(5)]
    before = last()
    memberships.add(by=owner(hearth), room_id=hearth.id, user_ids=people)
    assert [each.on for each in said(after=before)] == [f"guest{number}" for number in range(5)]
