"""Messages in the admin: found, judged and deleted, and never written in somebody else's name."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.models import User
from chat import events
from chat.admin import message_search
from chat.models import Message, Room
from chat.services.messages import editing
from chat.services.rooms import rooms
from core.admin.newest_first import Bounds
from tests.chat.admin.pages import act, listed, said
from tests.files.a_file import a_file, ready_files

pytestmark = pytest.mark.django_db


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


def test_files_are_named_and_are_kept_with_their_message(admin: Client, room: Room, kenji: User) -> None:
    file = a_file(kenji, "<kettle>.png", size=2_500_000)
    message = said(room, kenji, "", files=(file.pk,))
    path = f"/admin/chat/message/{message.pk}/"
    page = admin.get(f"{path}change/").content.decode()
    assert f'<a href="/files/{file.pk}/original">&lt;kettle&gt;.png</a> · 2.4\xa0MB · image/png' in page
    assert "&lt;kettle&gt;.png" in admin.get("/admin/chat/message/").content.decode()
    admin.post(f"{path}delete/", {"post": "yes"})
    message.refresh_from_db()
    assert (message.is_deleted, message.files) == (True, None)
    # Until it can be restored no longer.
    assert f"In the deleted message #{message.seq} of Hearth" in admin.get("/admin/files/file/").content.decode()
    admin.post(f"/admin/files/file/{file.pk}/delete/", {"post": "yes"})
    assert not ready_files().exists()


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


@pytest.mark.parametrize("index", [True, False], ids=["index", "texts"])
def test_words_are_found_in_the_newest_messages_only(
    admin: Client, room: Room, kenji: User, hanako: User, monkeypatch: pytest.MonkeyPatch, index: bool
) -> None:
    if not index:  # as on a site without the search app
        monkeypatch.setattr(message_search, "named", lambda attribute: [])
    said(room, kenji, "tea, long ago")
    recent = [said(room, kenji, f"tea {turn}") for turn in (1, 2)]
    monkeypatch.setattr(message_search, "MOST_FOUND", 2)
    monkeypatch.setattr(message_search, "BOUNDS", Bounds(found=2, read=2, part=1))
    assert listed(admin, "message", q="tea") == recent[::-1]
    assert listed(admin, "message", q=f"author:kenji room:{room.pk} tea 2") == recent[1:]
    assert listed(admin, "message", q="author:hanako tea") == []
