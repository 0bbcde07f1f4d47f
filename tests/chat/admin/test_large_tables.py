"""Lists, forms and actions of the admin are bounded, however many rows there are."""

import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from chat.models import Membership, Message, Room
from chat.services.rooms import rooms
from core.admin import lists, pages
from tests.chat.admin.pages import act, listed

pytestmark = pytest.mark.django_db


def test_a_room_lists_its_first_members_with_links(
    admin: Client, room: Room, django_assert_max_num_queries: Any
) -> None:
    fill(room, members=120)
    with django_assert_max_num_queries(12):
        page = admin.get(f"/admin/chat/room/{room.pk}/change/").content.decode()
    assert page.count("/admin/chat/membership/") - page.count("/admin/chat/membership/add/") < 60
    assert f"/admin/chat/membership/?room__id__exact={room.pk}" in page
    assert "All 121" in page


def fill(room: Room, *, members: int = 0, said: int = 0) -> None:
    """Rows without their numbers: for reading only."""
    start = User.objects.count()
    people = User.objects.bulk_create(
        User(username=f"p{index}", email=f"p{index}@example.org") for index in range(start, start + members)
    )
    Membership.objects.bulk_create(Membership(room=room, user=user) for user in people)
    Room.objects.filter(pk=room.pk).update(member_count=room.member_count + members)
    author = room.memberships.first().user  # type: ignore[union-attr]
    Message.objects.bulk_create(
        Message(room=room, seq=seq, rev=seq, author=author, nonce=uuid.uuid4(), text=f"text {seq}")
        for seq in range(1, said + 1)
    )


@pytest.mark.parametrize("model", ["room", "membership", "message"])
def test_a_list_asks_as_much_of_the_database_for_many_rows_as_for_few(
    admin: Client, room: Room, model: str, django_assert_max_num_queries: Any
) -> None:
    for index in range(60):
        rooms.create(owner=room.memberships.get().user, name=f"Room {index}")
    fill(room, members=60, said=60)
    with django_assert_max_num_queries(7):
        assert len(listed(admin, model)) == 50


def test_a_list_counts_no_farther_than_anybody_leafs(
    admin: Client, room: Room, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    fill(room, said=130)
    monkeypatch.setattr(lists, "MOST_LISTED", 100)
    monkeypatch.setattr(pages, "MOST_LISTED", 100)
    response = admin.get("/admin/chat/message/", {"p": "2"})
    assert response.context["cl"].result_count == 100
    assert "The first 100; search to see others" in response.content.decode()
    assert len(response.context["cl"].result_list) == 50


def test_a_form_offers_no_list_of_everybody(admin: Client, room: Room) -> None:
    fill(room, members=30)
    assert "p17" not in admin.get("/admin/chat/membership/add/").content.decode()
    assert "p17" not in admin.get("/admin/chat/room/add/").content.decode()
    query = {"app_label": "chat", "model_name": "membership", "field_name": "user", "term": "P17"}
    found = admin.get("/admin/autocomplete/", query).json()["results"]
    assert [person["text"] for person in found] == ["p17"]


def test_an_action_takes_no_more_rows_than_one_transaction_should(
    admin: Client, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_AT_ONCE", 1)
    fill(room, members=3)
    member = room.memberships.first()
    assert "At most 1 at once" in act(admin, "membership", "delete_selected", member, select_across="1", post="yes")
    assert not Membership.objects.exclude(left_at=None).exists()
