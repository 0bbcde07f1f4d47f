"""Rooms, memberships and messages in the admin: changed by the services, bounded on large tables, closed to everybody else."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from chat import events
from chat.admin import messages as message_pages
from chat.models import Ban, Membership, Message, Room
from chat.services.authority import Administrator, Member
from chat.services.messages import editing, sending
from chat.services.messages.storing import NewMessage
from chat.services.rooms import bans, direct, invitations, memberships, rooms
from core.admin import lists, pages
from tests.chat.hearth import Published, RecordingLayer
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db

Role = Membership.Role
Query = Callable[[], Any]


@pytest.fixture
def hanako() -> User:
    return a_user("hanako", is_staff=True, is_superuser=True)


@pytest.fixture
def kenji() -> User:
    return a_user("kenji", display_name="健二")


@pytest.fixture
def room(kenji: User) -> Room:
    return rooms.create(owner=kenji, name="Hearth", topic="Sit down")


@pytest.fixture
def admin(hanako: User) -> Client:
    return signed_in(hanako)


@pytest.fixture
def published(settings: Any, django_capture_on_commit_callbacks: Any) -> Callable[[Query], Published]:
    """What goes out when a request is committed."""
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "tests.chat.hearth.RecordingLayer"}}

    def after(request: Query) -> Published:
        RecordingLayer.sent.clear()
        with django_capture_on_commit_callbacks(execute=True):
            request()
        return Published(list(RecordingLayer.sent))

    return after


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def staff_with(*rights: str) -> User:
    user = a_user("staff", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def said(room: Room, author: User, text: str) -> Message:
    return sending.send(NewMessage(by=author, room_id=room.pk, nonce=uuid.uuid4(), text=text)).message


def act(client: Client, model: str, action: str, *rows: Any, **more: str) -> str:
    """Run an action on these rows; the page that follows."""
    data = {"action": action, "_selected_action": [str(row.pk) for row in rows], **more}
    response = client.post(f"/admin/chat/{model}/", data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def listed(client: Client, model: str, **query: str) -> list[Any]:
    response = client.get(f"/admin/chat/{model}/", query)
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


# -- Rooms

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
    "wrong", [{"name": ""}, {"slow_seconds": "-1"}, {"slow_seconds": "21601"}, {"posting": "nobody"}]
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


def test_a_room_lists_its_first_members_with_links(
    admin: Client, room: Room, django_assert_max_num_queries: Any
) -> None:
    fill(room, members=120)
    with django_assert_max_num_queries(12):
        page = admin.get(f"/admin/chat/room/{room.pk}/change/").content.decode()
    assert page.count("/admin/chat/membership/") - page.count("/admin/chat/membership/add/") < 60
    assert f"/admin/chat/membership/?room__id__exact={room.pk}" in page
    assert "All 121" in page


# -- Memberships


def test_adding_a_membership_brings_somebody_in(admin: Client, room: Room, hanako: User, published: Any) -> None:
    form = {"room": room.pk, "user": hanako.pk, "role": "moderator"}
    sent = published(lambda: admin.post("/admin/chat/membership/add/", form))

    membership = Membership.objects.get(user=hanako)
    assert (membership.is_current, membership.role) == (True, Role.MODERATOR)
    assert Room.objects.get().member_count == 2
    assert (events.user_group(hanako.pk), {"type": "membership.started", "room": room.pk, "me": 1}) in sent.events
    assert LogEntry.objects.get().object_id == str(membership.pk)


def test_whoever_left_comes_back_and_whoever_is_in_is_refused(admin: Client, room: Room, hanako: User) -> None:
    memberships.join(by=hanako, room_id=room.pk)
    form = {"room": room.pk, "user": hanako.pk, "role": "member"}
    assert "a member already" in admin.post("/admin/chat/membership/add/", form).content.decode()

    memberships.leave(by=hanako, room_id=room.pk)
    assert admin.post("/admin/chat/membership/add/", form).status_code == 302
    assert Membership.objects.get(user=hanako).is_current


def test_deleting_a_membership_takes_the_person_out_and_keeps_the_row(
    admin: Client, room: Room, hanako: User, published: Any
) -> None:
    memberships.join(by=hanako, room_id=room.pk)
    membership = Membership.objects.get(user=hanako)
    sent = published(lambda: admin.post(f"/admin/chat/membership/{membership.pk}/delete/", {"post": "yes"}))

    membership.refresh_from_db()
    assert not membership.is_current
    assert (events.user_group(hanako.pk), {"type": "membership.ended", "room": room.pk, "me": 2}) in sent.events
    assert Room.objects.get().member_count == 1
    # Once more changes nothing.
    assert published(lambda: admin.post(f"/admin/chat/membership/{membership.pk}/delete/", {"post": "yes"})).sent == []
    assert admin.post(f"/admin/chat/membership/{membership.pk}/change/", {"role": "owner"}).status_code == 403


def test_the_last_owner_stays(admin: Client, room: Room, kenji: User) -> None:
    membership = Membership.objects.get(user=kenji)
    address = f"/admin/chat/membership/{membership.pk}/"

    demoted = admin.post(f"{address}change/", {"role": "member"})
    assert "needs an owner" in str(demoted.context["adminform"].form.errors)
    removed = admin.post(f"{address}delete/", {"post": "yes"}, follow=True)
    assert "needs an owner" in removed.content.decode()

    membership.refresh_from_db()
    assert membership.is_owner
    assert not LogEntry.objects.exists()


def test_an_action_that_is_refused_for_one_row_changes_none(
    admin: Client, room: Room, hanako: User, published: Any
) -> None:
    memberships.join(by=hanako, room_id=room.pk)
    rows = list(Membership.objects.all())
    pages_shown = []
    sent = published(lambda: pages_shown.append(act(admin, "membership", "delete_selected", *rows, post="yes")))

    assert "Nothing was changed. kenji in Hearth" in pages_shown[0]
    assert Membership.objects.current().count() == 2
    assert sent.sent == []
    assert not LogEntry.objects.exists()


# -- Bans


def test_a_ban_removes_somebody_and_is_lifted(
    admin: Client, room: Room, hanako: User, kenji: User, published: Any
) -> None:
    guest = a_user("guest")
    memberships.join(by=guest, room_id=room.pk)
    form = {"room": room.pk, "user": guest.pk, "reason": "Advertising"}
    sent = published(lambda: admin.post("/admin/chat/ban/add/", form))
    assert (events.user_group(guest.pk), {"type": "membership.ended", "room": room.pk, "me": 2}) in sent.events
    ban = Ban.objects.get()
    assert (ban.user, ban.banned_by, ban.reason) == (guest, hanako, "Advertising")
    assert LogEntry.objects.get().object_id == str(ban.pk)
    assert admin.post("/admin/chat/ban/add/", form).status_code == 200  # already exists

    assert listed(admin, "ban", q=f"room:{room.pk} user:guest by:hanako") == [ban]
    assert listed(admin, "ban", q="by:kenji") == []
    assert admin.get(f"/admin/chat/ban/{ban.pk}/change/").status_code == 200
    assert (
        f"/admin/chat/ban/?room__id__exact={room.pk}"
        in admin.get(f"/admin/chat/room/{room.pk}/change/").content.decode()
    )
    assert admin.post(f"/admin/chat/ban/{ban.pk}/delete/", {"post": "yes"}).status_code == 302
    memberships.join(by=guest, room_id=room.pk)


def test_several_bans_are_lifted_from_the_list(admin: Client, room: Room, kenji: User) -> None:
    for name in ("one", "two"):
        bans.ban(by=Member(kenji), room_id=room.pk, user_id=a_user(name).pk)
    act(admin, "ban", "delete_selected", *Ban.objects.all(), post="yes")
    assert not Ban.objects.exists()


def test_members_are_removed_and_banned_from_the_list(admin: Client, room: Room, hanako: User, kenji: User) -> None:
    guest = a_user("guest")
    memberships.join(by=guest, room_id=room.pk)
    act(admin, "membership", "ban", Membership.objects.get(user=guest))
    assert not Membership.objects.get(user=guest).is_current
    assert Ban.objects.get().user == guest
    shown = act(admin, "membership", "ban", Membership.objects.get(user=kenji))
    assert "needs an owner" in shown
    assert Ban.objects.count() == 1


def test_who_is_banned_is_not_added_before_the_ban_is_lifted(admin: Client, room: Room, kenji: User) -> None:
    guest = a_user("guest")
    bans.ban(by=Member(kenji), room_id=room.pk, user_id=guest.pk)
    form = {"room": room.pk, "user": guest.pk, "role": "member"}
    page = admin.post("/admin/chat/membership/add/", form)
    assert "lift the ban first" in str(page.context["adminform"].form.errors)
    assert not Membership.objects.filter(user=guest).exists()


def test_whoever_an_administrator_adds_is_told_and_not_added_back(admin: Client, room: Room, hanako: User) -> None:
    guest = a_user("guest")
    form = {"room": room.pk, "user": guest.pk, "role": "member"}
    admin.post("/admin/chat/membership/add/", form)
    assert Membership.objects.get(user=guest).unaccepted_adder == hanako.pk
    memberships.leave(by=guest, room_id=room.pk)
    page = admin.post("/admin/chat/membership/add/", form)
    assert "others may add them" in str(page.context["adminform"].form.errors)
    assert not Membership.objects.get(user=guest).is_current


# -- Messages


def test_a_deleted_message_leaves_a_tombstone(admin: Client, room: Room, kenji: User, published: Any) -> None:
    message = said(room, kenji, "やかんが鳴っています")
    assert "やかん" in admin.get(f"/admin/chat/message/{message.pk}/change/").content.decode()
    sent = published(lambda: admin.post(f"/admin/chat/message/{message.pk}/delete/", {"post": "yes"}))

    message.refresh_from_db()
    assert (message.text, message.is_deleted) == ("", True)
    [(group, frame)] = sent.frames
    assert group == events.room_group(room.pk)
    assert (frame["message"]["text"], frame["rev"]) == ("", message.rev)
    assert LogEntry.objects.get().object_id == str(message.pk)


def test_what_a_message_said_before_is_there_to_be_judged(admin: Client, room: Room, kenji: User) -> None:
    message = said(room, kenji, "the <first> text")
    editing.edit(by=kenji, message_id=message.pk, text="another one")
    page = admin.get(f"/admin/chat/message/{message.pk}/change/").content.decode()
    assert "the &lt;first&gt; text" in page
    assert "another one" in page


def test_messages_are_deleted_from_the_list_after_asking(admin: Client, room: Room, kenji: User) -> None:
    first, second = said(room, kenji, "one"), said(room, kenji, "two")
    third = admin.post(f"/admin/chat/message/{said(room, kenji, 'three').pk}/delete/", {"post": "yes"})
    assert third.headers["Location"] == "/admin/chat/message/"
    assert "Are you sure" in act(admin, "message", "delete_selected", first, second)
    assert Message.objects.exclude(deleted_at=None).count() == 1
    act(admin, "message", "delete_selected", first, second, post="yes")
    assert Message.objects.exclude(deleted_at=None).count() == 3


def test_nobody_writes_or_edits_in_somebody_elses_name(admin: Client, room: Room, kenji: User) -> None:
    message = said(room, kenji, "as it was said")
    assert admin.get("/admin/chat/message/add/").status_code == 403
    assert admin.post(f"/admin/chat/message/{message.pk}/change/", {"text": "otherwise"}).status_code == 403
    assert Message.objects.get().text == "as it was said"


def test_messages_are_found_by_id_room_author_and_words(admin: Client, room: Room, kenji: User, hanako: User) -> None:
    other = rooms.create(owner=hanako, name="Kitchen")
    tea, rice = said(room, kenji, "More tea?"), said(room, kenji, "Rice is ready")
    elsewhere = said(other, hanako, "Tea is in the tin")

    assert listed(admin, "message", q="tea") == [elsewhere, tea]
    assert listed(admin, "message", q=f"room:{room.pk} tea") == [tea]
    assert listed(admin, "message", q="author:kenji") == [rice, tea]
    assert listed(admin, "message", q=f"author:{hanako.pk}") == [elsewhere]
    assert listed(admin, "message", q=f"id:{rice.pk}") == [rice]
    for nothing in ("id:tea", "id:99999999999999999999999", "author:nobody", "room:0", "room:²"):
        assert listed(admin, "message", q=nothing) == []


def test_words_are_looked_for_in_the_newest_messages_only(
    admin: Client, room: Room, kenji: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(room, kenji, "tea, long ago")
    recent = [said(room, kenji, f"tea {turn}") for turn in (1, 2)]
    monkeypatch.setattr(message_pages, "TEXTS_SEARCHED", 2)
    assert listed(admin, "message", q="tea") == recent[::-1]


# -- Large tables


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
    rooms.create(owner=room.memberships.get().user, name="Another")
    assert "At most 1 at once" in act(admin, "room", "archive", room, select_across="1")
    assert not Room.objects.exclude(archived_at=None).exists()


# -- Who may


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
