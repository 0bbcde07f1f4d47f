"""A person's rooms on their page of the admin, and the page that hands them over."""

import pytest
from django.test import Client

from accounts.models import User
from chat.models import Membership, Room
from chat.services.rooms import direct, rooms
from tests.chat.admin.pages import signed_in, staff_with
from tests.files.a_file import a_file
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def yuki() -> User:
    return a_user("yuki")


def page(person: User) -> str:
    return f"/admin/chat/membership/hand-over/{person.pk}/"


def owners(room: Room) -> list[str]:
    here = Membership.objects.current().filter(room=room, role="owner")
    return list(here.values_list("user__username", flat=True))


def test_rooms_and_storage_are_on_the_page_of_a_person(admin: Client, room: Room, kenji: User, yuki: User) -> None:
    direct.open_direct(by=kenji, others=[yuki.pk])
    a_file(kenji)
    shown = admin.get(f"/admin/accounts/user/{kenji.pk}/change/").content.decode()
    for each in ("In 2 rooms", "Hearth", "健二 · yuki", "the only owner of one", page(kenji), "Not counted yet"):
        assert each in shown


def test_rooms_are_handed_over(admin: Client, room: Room, kenji: User, yuki: User) -> None:
    kitchen = rooms.create(owner=kenji, name="Kitchen")
    shown = admin.get(page(kenji)).content.decode()
    assert ("Hearth" in shown, "Kitchen" in shown) == (True, True)
    answer = admin.post(page(kenji), {"owner": yuki.pk}, follow=True)
    assert "Rooms handed over: 2" in answer.content.decode()
    assert (owners(room), owners(kitchen)) == (["yuki"], ["yuki"])
    assert "No room would be without an owner" in admin.get(page(kenji)).content.decode()
    # A second click.
    assert "Rooms handed over: 0" in admin.post(page(kenji), {"owner": yuki.pk}, follow=True).content.decode()


@pytest.mark.parametrize("owner", ["", "0", "x", "9" * 30, "kenji"])
def test_a_wrong_owner_is_refused(admin: Client, room: Room, kenji: User, owner: str) -> None:
    answer = admin.post(page(kenji), {"owner": kenji.pk if owner == "kenji" else owner})
    assert (answer.status_code, owners(room)) == (200, ["kenji"])
    assert "errorlist" in answer.content.decode()


def test_nobody_there(admin: Client) -> None:
    assert admin.get(page(User(pk=4711))).status_code == 404


def test_outsiders_and_staff_with_single_rights(room: Room, kenji: User, yuki: User) -> None:
    for client in (Client(), signed_in(yuki)):
        assert client.post(page(kenji), {"owner": yuki.pk}).headers["Location"].startswith("/admin/login/")
    single = ("view_membership", "change_membership", "add_membership", "change_room", "change_user")
    for right in single:
        User.objects.filter(username="staff").delete()
        client = signed_in(staff_with(right))
        assert client.get(page(kenji)).status_code == 403
        assert client.post(page(kenji), {"owner": yuki.pk}).status_code == 403
    assert owners(room) == ["kenji"]
    User.objects.filter(username="staff").delete()
    client = signed_in(staff_with("change_membership", "add_membership"))
    assert client.post(page(kenji), {"owner": yuki.pk}).headers["Location"] == "/admin/chat/membership/"
    assert owners(room) == ["yuki"]


def test_staff_sees_on_a_person_only_what_it_may(room: Room, kenji: User) -> None:
    shown = {
        right: signed_in(_staff(right)).get(f"/admin/accounts/user/{kenji.pk}/change/").content.decode()
        for right in ("view_user", "view_membership", "view_file")
    }
    assert ["Hearth" in each for each in shown.values()] == [False, True, False]
    assert ["No files" in each for each in shown.values()] == [False, False, True]


def _staff(right: str) -> User:
    User.objects.filter(username="staff").delete()
    return staff_with(right, "view_user")
