"""Rooms in the admin: made, changed and archived by the services, and shown in open browsers."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.models import User
from chat import events
from chat.models import Room
from chat.services.authority import Administrator, Member
from chat.services.rooms import direct, invitations, rooms
from tests.chat.admin.pages import act, listed
from tests.chat.hearth import Role

pytestmark = pytest.mark.django_db

RULES = {"posting": "everybody", "slow_seconds": "0"}


def test_a_new_room_belongs_to_the_administrator_unless_somebody_else_is_chosen(
    admin: Client, hanako: User, kenji: User
) -> None:
    form = admin.get("/admin/chat/room/add/").context["adminform"].form
    assert form["owner"].value() == hanako.pk

    for name, owner in (("Mine", hanako), ("Theirs", kenji)):
        form = {"name": name, "kind": "private", "topic": "", "owner": owner.pk}
        assert admin.post("/admin/chat/room/add/", form).status_code == 302
        room = Room.objects.get(name=name)
        assert (room.kind, room.member_count, room.rev) == ("private", 1, 1)
        assert room.memberships.get().user == owner
        assert room.memberships.get().role == Role.OWNER
        assert LogEntry.objects.filter(object_id=str(room.pk), user=hanako).count() == 1


def test_a_changed_room_shows_in_open_browsers(admin: Client, room: Room, published: Any) -> None:
    form = {**RULES, "name": "Kitchen", "topic": "", "is_archived": "on"}
    sent = published(lambda: admin.post(f"/admin/chat/room/{room.pk}/change/", form))

    changed = Room.objects.get()
    assert (changed.name, changed.topic, changed.is_archived) == ("Kitchen", "", True)
    assert changed.rev == room.rev + 1
    [(group, frame)] = sent.frames
    assert group == events.room_group(room.pk)
    assert (frame["type"], frame["name"], frame["rev"]) == ("room", "Kitchen", changed.rev)


def test_rules_of_a_room_show_in_open_browsers(admin: Client, room: Room, published: Any) -> None:
    form = {"name": room.name, "topic": room.topic, "posting": "moderators", "slow_seconds": "30"}
    [(_, frame)] = published(lambda: admin.post(f"/admin/chat/room/{room.pk}/change/", form)).frames
    assert (frame["posting"], frame["slow_seconds"]) == ("moderators", 30)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "\u202eabc"},
        {"name": "\u200b"},
        {"topic": "\u2800"},
        {"slow_seconds": "-1"},
        {"slow_seconds": "21601"},
        {"posting": "nobody"},
    ],
)
def test_a_room_is_not_changed_to_what_it_cannot_be(admin: Client, room: Room, wrong: dict[str, str]) -> None:
    form = {**RULES, "name": room.name, "topic": room.topic, **wrong}
    response = admin.post(f"/admin/chat/room/{room.pk}/change/", form)
    assert set(response.context["adminform"].form.errors) == set(wrong)
    assert Room.objects.get().rev == room.rev


def test_a_direct_room_can_be_seen_and_not_changed(admin: Client, hanako: User, kenji: User) -> None:
    opened = direct.open_direct(by=hanako, others=[kenji.pk]).room
    page = f"/admin/chat/room/{opened.pk}/change/"
    assert admin.get(page).status_code == 200
    assert admin.post(page, {**RULES, "name": "Ours", "topic": ""}).status_code == 403
    membership = opened.memberships.get(user=kenji)
    act(admin, "membership", "delete_selected", membership, post="yes")
    assert opened.memberships.current().count() == 2


def test_invitations_are_seen_and_revoked(admin: Client, room: Room, kenji: User) -> None:
    made = invitations.invite(by=Member(kenji), room_id=room.pk, lifetime=None, uses=3)
    assert listed(admin, "roominvitation", q="by:kenji") == [made.invitation]
    assert listed(admin, "roominvitation", q="by:hanako") == []
    assert admin.get("/admin/chat/roominvitation/add/").status_code == 403
    act(admin, "roominvitation", "delete_selected", made.invitation, post="yes")
    assert listed(admin, "roominvitation") == []


def test_saving_a_room_without_touching_it_changes_nothing(admin: Client, room: Room, published: Any) -> None:
    form = {**RULES, "name": room.name, "topic": room.topic}
    assert published(lambda: admin.post(f"/admin/chat/room/{room.pk}/change/", form)).sent == []
    assert Room.objects.get().rev == room.rev


def test_an_archived_room_names_its_successor(admin: Client, room: Room, hanako: User) -> None:
    kotatsu = rooms.create(owner=hanako, name="Kotatsu")
    page = f"/admin/chat/room/{room.pk}/change/"
    form = {**RULES, "name": "Hearth", "topic": "", "successor": kotatsu.pk}
    assert "successor" in admin.post(page, form).context["adminform"].form.errors  # an open room has none
    assert admin.post(page, {**form, "is_archived": "on"}).status_code == 302
    assert Room.objects.get(pk=room.pk).successor == kotatsu
    assert "Kotatsu" in admin.get(page).content.decode()
    assert admin.post(page, form).status_code == 302  # opened again
    assert Room.objects.get(pk=room.pk).successor is None


def test_what_a_service_refuses_comes_back_as_an_error_of_the_filled_in_form(
    admin: Client, room: Room, kenji: User
) -> None:
    rooms.change(by=Administrator(kenji), room_id=room.pk, archived=True)

    form = {**RULES, "name": "Another name", "topic": "", "is_archived": "on"}
    response = admin.post(f"/admin/chat/room/{room.pk}/change/", form)

    assert response.status_code == 200
    assert "read-only" in str(response.context["adminform"].form.errors)
    assert response.context["adminform"].form["name"].value() == "Another name"
    assert Room.objects.get().name == "Hearth"
    assert not LogEntry.objects.exists()


def test_rooms_are_archived_and_unarchived_from_the_list(admin: Client, room: Room, published: Any) -> None:
    assert len(published(lambda: act(admin, "room", "archive", room)).frames) == 1
    assert Room.objects.get().is_archived
    act(admin, "room", "unarchive", room)
    assert not Room.objects.get().is_archived
    assert LogEntry.objects.count() == 2


def test_rooms_are_not_deleted(admin: Client, room: Room) -> None:
    assert admin.post(f"/admin/chat/room/{room.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in str(admin.get("/admin/chat/room/").context["action_form"])
    assert Room.objects.exists()


def test_a_direct_room_is_only_looked_at(admin: Client, kenji: User) -> None:
    room = Room.objects.create(kind=Room.Kind.DIRECT)
    assert admin.post(f"/admin/chat/room/{room.pk}/change/", {"name": "Ours"}).status_code == 403
    act(admin, "room", "archive", room)
    assert not Room.objects.get().is_archived
    assert admin.get(f"/admin/chat/room/{room.pk}/change/").status_code == 200


class TestDefaultRooms:
    """Administrators choose them on the room's page, in the list, and for a new room."""

    def form(self, room: Room, **changes: str) -> dict[str, str]:
        return {**RULES, "name": room.name, "topic": room.topic, **changes}

    def test_on_the_room_s_page(self, admin: Client, room: Room) -> None:
        page = f"/admin/chat/room/{room.pk}/change/"
        assert admin.post(page, self.form(room, is_default="on")).status_code == 302
        assert Room.objects.get().is_default
        assert listed(admin, "room", archived="default") == [room]
        assert admin.post(page, self.form(room, name="Kitchen")).status_code == 302
        assert (Room.objects.get().is_default, Room.objects.get().name) == (False, "Kitchen")

    def test_archiving_takes_it_out_though_the_box_is_still_checked(self, admin: Client, room: Room) -> None:
        page = f"/admin/chat/room/{room.pk}/change/"
        admin.post(page, self.form(room, is_default="on"))
        assert admin.post(page, self.form(room, is_default="on", is_archived="on")).status_code == 302
        assert (Room.objects.get().is_default, Room.objects.get().is_archived) == (False, True)

    def test_a_new_room(self, admin: Client, hanako: User) -> None:
        form = {"name": "Hall", "topic": "", "owner": hanako.pk, "is_default": "on"}
        response = admin.post("/admin/chat/room/add/", {**form, "kind": "private"})
        assert "Only a public room" in response.content.decode()
        assert not Room.objects.exists()
        assert admin.post("/admin/chat/room/add/", {**form, "kind": "public"}).status_code == 302
        assert Room.objects.get().is_default

    def test_from_the_list(self, admin: Client, room: Room, kenji: User) -> None:
        hidden = rooms.create(owner=kenji, name="Attic", kind=Room.Kind.PRIVATE)
        assert "Only a public room" in act(admin, "room", "make_default", room, hidden)
        assert not Room.objects.filter(is_default=True).exists()
        act(admin, "room", "make_default", room)
        assert Room.objects.get(is_default=True) == room
        act(admin, "room", "end_default", room)
        assert not Room.objects.filter(is_default=True).exists()

    def test_somebody_made_here_enters_them(self, admin: Client, room: Room) -> None:
        act(admin, "room", "make_default", room)
        password = "warm hands by the fire"
        form = {"username": "mai", "email": "", "display_name": "", "password1": password, "password2": password}
        assert admin.post("/admin/accounts/user/add/", form).status_code == 302
        assert room.memberships.filter(user__username="mai").exists()
