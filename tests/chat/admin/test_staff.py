"""The admin is closed to outsiders, and staff does there only what its rights allow."""

import pytest
from django.test import Client

from accounts.models import User
from chat.models import Message, Room
from tests.chat.admin.pages import act, said, signed_in, staff_with

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "",
    "chat/room/",
    "chat/membership/",
    "chat/message/",
    "chat/roominvitation/",
    "accounts/user/",
    "accounts/session/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_outsiders_see_nothing(kenji: User, room: Room, address: str) -> None:
    assert not kenji.is_staff
    for client in (Client(), signed_in(kenji)):
        response = client.get(f"/admin/{address}")
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/admin/login/")


def test_staff_without_rights_sees_no_room(room: Room) -> None:
    client = signed_in(staff_with())
    assert "chat" not in client.get("/admin/").content.decode().lower().replace("you don’t have permission", "")
    assert client.get("/admin/chat/room/").status_code == 403


def test_staff_that_may_look_changes_nothing(room: Room, kenji: User) -> None:
    message = said(room, kenji, "hello")
    membership = room.memberships.get()
    client = signed_in(staff_with("view_room", "view_membership", "view_message"))
    for model, row in (("room", room), ("membership", membership), ("message", message)):
        assert client.get(f"/admin/chat/{model}/{row.pk}/change/").status_code == 200
        assert client.post(f"/admin/chat/{model}/{row.pk}/change/", {"name": "x", "role": "member"}).status_code == 403
        assert client.post(f"/admin/chat/{model}/{row.pk}/delete/", {"post": "yes"}).status_code == 403
        act(client, model, "delete_selected", row, post="yes")
    act(client, "room", "archive", room)
    assert client.get("/admin/chat/room/add/").status_code == 403
    assert client.get("/admin/chat/membership/add/").status_code == 403
    room.refresh_from_db()
    assert (room.name, room.is_archived, room.memberships.current().count()) == ("Hearth", False, 1)
    assert Message.objects.get().text == "hello"
