"""Deleted messages in the admin: what is kept of them, shown again by who may delete."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from chat.models import KeptMessage, Message, Room
from chat.services.authority import Administrator, Member
from chat.services.messages import editing
from tests.chat.admin.pages import act, said, signed_in, staff_with
from tests.files.a_file import a_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def deleted(room: Room, kenji: User, hanako: User) -> Message:
    message = said(room, kenji, "the kettle sings", files=(a_file(kenji, "kettle.png").pk,))
    return editing.delete(by=Administrator(hanako), message=message)


def address(message: Message, page: str) -> str:
    return f"/admin/chat/message/{message.pk}/{page}/"


def test_it_is_shown_there_and_restored(admin: Client, deleted: Message, published: Any) -> None:
    page = admin.get(address(deleted, "change")).content.decode()
    assert "the kettle sings" in page
    assert "kettle.png" in page
    sent = published(lambda: admin.post(address(deleted, "restore")))
    assert [frame["message"]["text"] for _, frame in sent.frames] == ["the kettle sings"]
    assert "Can be restored" not in admin.get(address(deleted, "change")).content.decode()
    # A second click.
    assert "Restored." in admin.post(address(deleted, "restore"), follow=True).content.decode()
    assert Message.objects.get().text == "the kettle sings"


def test_many_at_once_or_none(admin: Client, room: Room, kenji: User, deleted: Message) -> None:
    gone = editing.delete(by=Member(kenji), message=said(room, kenji, "gone for good"))
    assert "Nothing was changed" in act(admin, "message", "restore", deleted, gone)
    assert KeptMessage.objects.count() == 1
    assert "Restored: 1" in act(admin, "message", "restore", deleted)
    assert not KeptMessage.objects.exists()


def test_what_its_author_deleted_is_not_to_be_had(admin: Client, room: Room, kenji: User) -> None:
    gone = editing.delete(by=Member(kenji), message=said(room, kenji, "gone for good"))
    assert "Can be restored" not in admin.get(address(gone, "change")).content.decode()
    assert "Nothing is left of this message" in admin.post(address(gone, "restore"), follow=True).content.decode()
    assert Message.objects.get().is_deleted


def test_only_who_may_delete_restores(deleted: Message, kenji: User) -> None:
    for client in (Client(), signed_in(kenji)):
        assert client.post(address(deleted, "restore")).headers["Location"].startswith("/admin/login/")
    for right in ("view_message", "change_message", "view_room", "change_room", "change_membership"):
        client = signed_in(_staff(right))
        assert client.post(address(deleted, "restore")).status_code == 403
        if right == "view_message":
            assert "the kettle sings" not in client.get(address(deleted, "change")).content.decode()
            act(client, "message", "restore", deleted)
    assert Message.objects.get().is_deleted
    client = signed_in(_staff("delete_message"))
    assert client.get(address(deleted, "restore")).status_code == 405
    assert client.post(address(deleted, "restore")).status_code == 302
    assert not Message.objects.get().is_deleted


def _staff(right: str) -> User:
    User.objects.filter(username="staff").delete()
    return staff_with(right)


def test_a_message_is_shown_with_what_was_said_around_it(
    admin: Client, room: Room, kenji: User, django_assert_max_num_queries: Any
) -> None:
    messages = [said(room, kenji, f"line {turn:02}.") for turn in range(30)]
    with django_assert_max_num_queries(14):
        page = admin.get(address(messages[15], "change")).content.decode()
    assert [turn for turn in range(30) if f"line {turn:02}." in page] == list(range(5, 26))
    assert page.count('aria-current="true"') == 1
