"""Members on the page of a room: found, added, removed, banned and given another role there."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from chat.models import Ban, Membership, Room
from chat.services.authority import Administrator
from chat.services.rooms import direct, memberships
from tests.chat.admin.pages import signed_in, staff_with
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def guests(hanako: User, room: Room) -> list[Membership]:
    people = [a_user(f"guest{number}") for number in range(3)]
    memberships.add(by=Administrator(hanako), room_id=room.pk, user_ids=[person.pk for person in people])
    return list(Membership.objects.filter(user__in=people).order_by("pk"))


def page(client: Client, room: Room, **query: str) -> str:
    return client.get(f"/admin/chat/room/{room.pk}/change/", query).content.decode()


def post(client: Client, room: Room, action: str, *rows: Membership, **more: str) -> Any:
    data = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    return client.post(f"/admin/chat/room/{room.pk}/members/", data)


def test_they_are_listed_searched_and_paged(
    admin: Client, room: Room, guests: list[Membership], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert all(f"@guest{number}<" in page(admin, room) for number in range(3))
    found = page(admin, room, members="guest1")
    assert "@guest1<" in found
    assert "@guest2<" not in found
    monkeypatch.setattr("chat.admin.room_members.SHOWN", 2)
    assert "amp;from=1" in page(admin, room)
    assert "@guest2<" in page(admin, room, **{"from": "1"})
    assert "amp;from=" not in page(admin, room, **{"from": "1"})
    assert page(admin, room, **{"from": "9" * 30})


def test_an_action_changes_members_and_shows_in_open_browsers(
    admin: Client, room: Room, guests: list[Membership], published: Any
) -> None:
    sent = published(lambda: post(admin, room, "remove", *guests[:2]))
    assert [(group, frame["role"]) for group, frame in sent.frames] == [(f"room.{room.pk}", None)] * 2
    assert {row.user_id for row in Membership.objects.current().filter(room=room)} >= {guests[2].user_id}
    assert not Membership.objects.current().filter(pk__in=[row.pk for row in guests[:2]]).exists()
    post(admin, room, "change_role", guests[2], asked="1", role="moderator")
    assert Membership.objects.get(pk=guests[2].pk).role == "moderator"
    post(admin, room, "ban", guests[2])
    assert Ban.objects.get().user_id == guests[2].user_id


def test_the_answer_leads_back_to_the_room(admin: Client, room: Room, guests: list[Membership]) -> None:
    answer = admin.post(
        f"/admin/chat/room/{room.pk}/members/", {"action": "remove", "_selected_action": [guests[0].pk]}, follow=True
    )
    assert answer.redirect_chain[-1][0] == f"/admin/chat/room/{room.pk}/change/"
    assert "Removed: 1" in answer.content.decode()


def test_members_of_another_room_are_not_reached(
    admin: Client, room: Room, guests: list[Membership], kenji: User
) -> None:
    other = Room.objects.create(name="Attic")
    theirs = Membership.objects.create(room=other, user=kenji)
    post(admin, room, "remove", theirs)
    assert Membership.objects.current().filter(pk=theirs.pk).exists()


def test_people_are_added_by_their_names_all_or_none(admin: Client, room: Room, published: Any) -> None:
    a_user("aoi")
    a_user("yuki")
    path = f"/admin/chat/room/{room.pk}/members/"
    answer = admin.post(path, {"add": "aoi, @nobody"}, follow=True)
    assert "Nobody is called nobody." in answer.content.decode()
    assert Membership.objects.filter(room=room).count() == 1
    sent = published(lambda: admin.post(path, {"add": "Aoi, @yuki"}))
    assert len(sent.frames) == 2
    assert Membership.objects.current().filter(room=room).count() == 3


def test_a_direct_room_keeps_its_people(admin: Client, kenji: User, hanako: User) -> None:
    room = direct.open_direct(by=kenji, others=[a_user("aoi").pk]).room
    assert 'name="action"' not in page(admin, room).partition("section-1")[2]
    assert post(admin, room, "remove", *room.memberships.all()).status_code == 403
    admin.post(f"/admin/chat/room/{room.pk}/members/", {"add": "hanako"})
    assert room.memberships.filter(left_at=None).count() == 2


@pytest.mark.parametrize("rights", [("view_room",), ("view_room", "view_membership"), ("change_room",)])
def test_whoever_may_not_changes_nothing(room: Room, guests: list[Membership], rights: tuple[str, ...]) -> None:
    client = signed_in(staff_with(*rights))
    shown = page(client, room)
    assert ("@guest1<" in shown) == ("view_membership" in rights)
    assert 'value="remove"' not in shown
    post(client, room, "remove", guests[0])
    client.post(f"/admin/chat/room/{room.pk}/members/", {"add": "hanako"})
    assert Membership.objects.current().filter(room=room).count() == 4


def test_outsiders_are_sent_to_the_sign_in(room: Room, guests: list[Membership], kenji: User) -> None:
    assert "/login/" in post(signed_in(kenji), room, "remove", guests[0]).url
