"""Staff read messages and names of files of private and direct rooms with a reason alone, and only where the site lets
them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from chat.admin import private_rooms
from chat.models import Message, Room
from chat.services.authority import Administrator, Member
from chat.services.messages import editing
from chat.services.rooms import direct, memberships, rooms
from core.audit.models import Act, Content
from tests.chat.admin.pages import listed, said, signed_in, staff_with
from tests.files.a_file import a_file, ready_files
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db

WORD, NAME = "kotatsu", "teapot.png"


class Secret:
    """A message with a file and an earlier text, and a deleted one with a file, in a private or direct room."""

    def __init__(self, kind: str, owner: User) -> None:
        other = a_user("yuki")
        self.room = (
            direct.open_direct(by=owner, others=[other.pk]).room
            if kind == "direct"
            else rooms.create(owner=owner, name="Den", kind="private", members=[other.pk])
        )
        self.file = a_file(owner, NAME)
        self.message = said(self.room, owner, f"an older {WORD}", files=(self.file.pk,))
        editing.edit(by=owner, message_id=self.message.pk, text=f"the {WORD}")
        self.kept_file = a_file(other, f"kept {NAME}")
        self.deleted = said(self.room, other, f"a deleted {WORD}", files=(self.kept_file.pk,))


@pytest.fixture(params=["private", "direct"])
def secret(request: Any, kenji: User, hanako: User) -> Secret:
    made = Secret(request.param, kenji)
    editing.delete(by=Administrator(hanako), message=made.deleted)
    return made


Page = Callable[[Secret], str]
PAGES: dict[str, Page] = {
    "list of messages": lambda secret: "/admin/chat/message/",
    "its room's messages": lambda secret: f"/admin/chat/message/?room__id__exact={secret.room.pk}",
    "found by author": lambda secret: "/admin/chat/message/?q=author:kenji",
    "message": lambda secret: f"/admin/chat/message/{secret.message.pk}/change/",
    "deleted message": lambda secret: f"/admin/chat/message/{secret.deleted.pk}/change/",
    "deleting a message": lambda secret: f"/admin/chat/message/{secret.message.pk}/delete/",
    "history of a message": lambda secret: f"/admin/chat/message/{secret.message.pk}/history/",
    "list of files": lambda secret: "/admin/files/file/",
    "files of the room": lambda secret: f"/admin/files/file/?q=room:{secret.room.pk}",
    "files of a person": lambda secret: "/admin/files/file/?q=owner:kenji",
    "file": lambda secret: f"/admin/files/file/{secret.file.pk}/change/",
    "kept file": lambda secret: f"/admin/files/file/{secret.kept_file.pk}/change/",
    "deleting a file": lambda secret: f"/admin/files/file/{secret.file.pk}/delete/",
    "room": lambda secret: f"/admin/chat/room/{secret.room.pk}/change/",
    "person": lambda secret: f"/admin/accounts/user/{secret.message.author_id}/change/",
}
# They show a text or a name once there is a reason.
SHOWING = {
    "list of messages", "its room's messages", "found by author", "message", "deleted message", "list of files",
    "files of the room", "files of a person", "file", "kept file", "deleting a file",
}  # fmt: skip


def read(client: Client, room: Room, reason: str = "A report of yuki", **more: str) -> Any:
    return client.post(f"/admin/chat/message/read/{room.pk}/", {"reason": reason, **more})


def shows(client: Client, address: str) -> bool:
    answer = client.get(address)
    assert answer.status_code == 200
    page = answer.content.decode()
    return WORD in page or NAME in page


@pytest.mark.parametrize("page", PAGES)
def test_no_page_shows_what_is_hidden_before_a_reason_is_given(admin: Client, secret: Secret, page: str) -> None:
    address = PAGES[page](secret)
    assert not shows(admin, address)
    read(admin, secret.room)
    assert shows(admin, address) == (page in SHOWING)


def test_a_superuser_who_is_in_the_room_gives_none(admin: Client, hanako: User, kenji: User) -> None:
    room = rooms.create(owner=kenji, name="Den", kind="private", members=[hanako.pk])
    message = said(room, kenji, WORD)
    assert shows(admin, f"/admin/chat/message/{message.pk}/change/")
    memberships.leave(by=hanako, room_id=room.pk)
    assert not shows(admin, f"/admin/chat/message/{message.pk}/change/")


def test_no_search_and_no_filter_tells_what_is_hidden(admin: Client, secret: Secret) -> None:
    assert listed(admin, "message", q=WORD) == []
    assert listed(admin, "message", q=f"room:{secret.room.pk} {WORD}") == []
    files = admin.get("/admin/files/file/", {"q": "teapot"}).context["cl"].result_list
    assert list(files) == []
    for model, lookup in (("chat/message", "text__contains"), ("chat/message", "earlier_texts__text__contains")):
        # Django answers what is not allowed with 400.
        assert admin.get(f"/admin/{model}/", {lookup: "kot"}).status_code == 400
    assert admin.get("/admin/files/file/", {"name__startswith": "tea"}).status_code == 400
    for field, term in (("file", "teapot"), ("message", WORD)):
        asked = {"app_label": "chat", "model_name": "messagefile", "field_name": field, "term": term}
        for words in (asked, {**asked, "term": ""}):
            assert admin.get("/admin/autocomplete/", words).json()["results"] == []
    read(admin, secret.room)
    assert listed(admin, "message", q=WORD) == [secret.message]
    assert set(admin.get("/admin/files/file/", {"q": "teapot"}).context["cl"].result_list) == set(ready_files())


def test_the_names_of_files_stay_out_of_what_asks_and_logs(admin: Client, secret: Secret) -> None:
    chosen = {"action": "delete_selected", "_selected_action": [str(secret.file.pk), str(secret.kept_file.pk)]}
    page = admin.post("/admin/files/file/", chosen).content.decode()
    assert NAME not in page
    assert NAME not in admin.post("/admin/files/file/", {**chosen, "post": "yes"}, follow=True).content.decode()
    assert not ready_files().exists()
    assert [NAME in entry.object_repr for entry in LogEntry.objects.all()] == [False, False]


def test_the_log_keeps_who_read_which_room_and_why(admin: Client, secret: Secret, hanako: User) -> None:
    back = f"/admin/chat/message/{secret.message.pk}/change/"
    answer = read(admin, secret.room, next=back)
    assert answer.headers["Location"] == back
    # A second click.
    assert read(admin, secret.room, next=back).status_code == 302
    act = Act.objects.get(name="chat.private_room_read")
    assert (act.by_id, act.room_id, act.door) == (hanako.pk, secret.room.pk, "admin")
    assert Content.objects.get(act=act).reason == "A report of yuki"


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_a_reason_is_some_words(admin: Client, secret: Secret, reason: str) -> None:
    assert read(admin, secret.room, reason).status_code == 200
    assert not Act.objects.filter(name="chat.private_room_read").exists()
    assert not shows(admin, "/admin/chat/message/")


def test_it_is_for_one_room_one_session_and_one_hour(admin: Client, secret: Secret, hanako: User, kenji: User) -> None:
    other = said(rooms.create(owner=kenji, name="Attic", kind="private"), kenji, WORD)
    read(admin, secret.room)
    assert shows(admin, f"/admin/chat/message/{secret.message.pk}/change/")
    assert not shows(admin, f"/admin/chat/message/{other.pk}/change/")
    assert not shows(signed_in(hanako), f"/admin/chat/message/{secret.message.pk}/change/")
    session = admin.session
    session[private_rooms.KEY] = {
        room: until - private_rooms.SECONDS for room, until in session[private_rooms.KEY].items()
    }
    session.save()
    assert not shows(admin, f"/admin/chat/message/{secret.message.pk}/change/")


def test_a_site_can_forbid_it(admin: Client, secret: Secret, settings: Settings) -> None:
    read(admin, secret.room)
    settings.ADMIN_READS_PRIVATE = False
    assert not shows(admin, f"/admin/chat/message/{secret.message.pk}/change/")
    assert "/read/" not in admin.get("/admin/chat/message/").content.decode()
    assert read(admin, secret.room).status_code == 403
    assert Act.objects.filter(name="chat.private_room_read").count() == 1


@pytest.mark.parametrize(
    "address", ["//evil.example", "https://evil.example/admin/", "/rooms/1/", "javascript:alert(1)"]
)
def test_it_leads_back_into_the_admin_alone(admin: Client, secret: Secret, address: str) -> None:
    assert read(admin, secret.room, next=address).headers["Location"] == "/admin/"


def test_outsiders_and_staff_without_the_right_do_not_get_there(secret: Secret, kenji: User) -> None:
    for client in (Client(), signed_in(kenji)):
        assert read(client, secret.room).headers["Location"].startswith("/admin/login/")
    rights = ("view_room", "change_room", "view_membership", "change_membership", "view_user", "view_session")
    assert read(signed_in(staff_with(*rights)), secret.room).status_code == 403
    assert not Act.objects.filter(name="chat.private_room_read").exists()


@pytest.mark.parametrize("right", ["view_message", "delete_message", "change_message"])
def test_staff_with_one_right_gives_a_reason_too(secret: Secret, right: str) -> None:
    client = signed_in(staff_with(right, "view_message"))
    assert not shows(client, f"/admin/chat/message/{secret.message.pk}/change/")
    read(client, secret.room)
    assert shows(client, f"/admin/chat/message/{secret.message.pk}/change/")


def test_public_rooms_cost_no_query_more(
    admin: Client, room: Room, kenji: User, django_assert_max_num_queries: Any
) -> None:
    for turn in range(5):
        said(room, kenji, f"open {turn}")
    with django_assert_max_num_queries(7):
        assert len(listed(admin, "message")) == 5
    assert Message.objects.count() == 5
    assert Member(kenji).membership(room.pk)
