"""Files in the admin: the largest first, deleted from what uses them, and never shown."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.models import User
from chat import events
from chat.admin import files as file_pages
from chat.models import Message, Room
from chat.services.authority import Member
from chat.services.rooms.pictures import change_picture
from chat.services.rooms.rooms import change
from core.jobs.models import Job
from files.jobs import DELETE_BYTES
from files.models import File
from files.services import portraits
from tests.chat.admin.pages import said, signed_in, staff_with
from tests.files.a_file import a_file, ready_files

pytestmark = pytest.mark.django_db


def address(file: File, page: str) -> str:
    return f"/admin/files/file/{file.pk}/{page}/"


def act(client: Client, action: str, *files: File, **more: str) -> str:
    data = {"action": action, "_selected_action": [str(file.pk) for file in files], **more}
    return client.post("/admin/files/file/", data, follow=True).content.decode()


def listed(client: Client, **query: str) -> list[File]:
    response = client.get("/admin/files/file/", query)
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


def waiting_blobs() -> set[str]:
    return set(Job.objects.filter(type=DELETE_BYTES.name).values_list("key", flat=True))


def test_a_deleted_file_goes_from_its_message_for_all_who_watch(
    admin: Client, room: Room, kenji: User, published: Any
) -> None:
    gone, stays = a_file(kenji, "gone.png"), a_file(kenji, "stays.png")
    message = said(room, kenji, "two of them", files=(gone.pk, stays.pk))
    assert "counts as edited" in admin.get(address(gone, "delete")).content.decode()
    assert ready_files().count() == 2

    sent = published(lambda: admin.post(address(gone, "delete"), {"post": "yes"}))

    [(group, frame)] = sent.frames
    assert group == events.room_group(room.pk)
    assert frame["message"]["text"] == "two of them"
    assert [file["name"] for file in frame["message"]["files"]] == ["stays.png"]
    message.refresh_from_db()
    assert message.edited_at is not None
    assert list(message.file_rows.values_list("file", flat=True)) == [stays.pk]
    assert list(ready_files()) == [stays]
    assert waiting_blobs() == {gone.blob.hex}
    assert LogEntry.objects.get().object_id == str(gone.pk)
    # A form that is sent twice.
    assert published(lambda: admin.post(address(gone, "delete"), {"post": "yes"})).sent == []


def test_a_message_of_one_file_alone_is_deleted_with_it(admin: Client, room: Room, kenji: User) -> None:
    file = a_file(kenji)
    message = said(room, kenji, "", files=(file.pk,))
    admin.post(address(file, "delete"), {"post": "yes"})
    message.refresh_from_db()
    assert (message.is_deleted, message.files) == (True, None)


def test_a_forwarded_copy_stays_and_is_listed(admin: Client, room: Room, kenji: User) -> None:
    file = a_file(kenji)
    said(room, kenji, "first", files=(file.pk,))
    said(room, kenji, "forwarded", files=(file.pk,))
    copy = File.objects.exclude(pk=file.pk).get()
    assert listed(admin, q=f"copies:{file.pk}") == sorted([file, copy], key=lambda each: each.pk, reverse=True)
    assert f"?q=copies%3A{file.pk}" in admin.get(address(file, "change")).content.decode()
    admin.post(address(file, "delete"), {"post": "yes"})
    assert [bool(message.files) for message in Message.objects.order_by("seq")] == [False, True]


def test_files_of_an_archived_room_and_of_several_are_deleted(admin: Client, room: Room, kenji: User) -> None:
    files = [a_file(kenji, f"{number}.png") for number in range(3)]
    message = said(room, kenji, "three", files=tuple(file.pk for file in files))
    change(by=Member(kenji), room_id=room.pk, archived=True)
    assert "Are you sure" in act(admin, "delete_selected", *files[:2])
    act(admin, "delete_selected", *files[:2], post="yes")
    assert list(message.file_rows.values_list("file", flat=True)) == [files[2].pk]


def test_portraits_pictures_and_what_was_never_sent_are_deleted(admin: Client, room: Room, kenji: User) -> None:
    portrait, picture, unsent = (a_file(kenji) for _ in range(3))
    portraits.change(user=kenji, file_id=portrait.pk)
    change_picture(by=Member(kenji), room_id=room.pk, file_id=picture.pk)
    page = admin.get("/admin/files/file/").content.decode()
    for place in ("Portrait", "Picture of Hearth", "Not sent"):
        assert place in page
    change(by=Member(kenji), room_id=room.pk, archived=True)
    for file in (portrait, picture, unsent):
        admin.post(address(file, "delete"), {"post": "yes"})
    kenji.refresh_from_db()
    room.refresh_from_db()
    assert (kenji.avatar, room.picture, ready_files().count()) == ("", "", 0)


def test_an_old_portrait_takes_no_new_one_with_it(kenji: User) -> None:
    old, new = a_file(kenji), a_file(kenji)
    portraits.change(user=kenji, file_id=new.pk)
    File.objects.filter(pk=old.pk).update(use=File.Use.PORTRAIT)
    portraits.take_down([File.objects.get(pk=old.pk)])
    kenji.refresh_from_db()
    assert str(new.pk) in kenji.avatar
    assert list(ready_files()) == [new]


def test_the_largest_come_first_and_are_found(admin: Client, room: Room, kenji: User, hanako: User) -> None:
    small, large = a_file(kenji, "tea.png", size=10), a_file(hanako, "kettle.mp4", size=5000)
    a_file(kenji, "not complete", size=10**6, state=File.State.RECEIVING)
    said(room, kenji, "", files=(small.pk,))
    assert listed(admin) == [large, small]
    assert listed(admin, q="owner:kenji") == [small]
    assert listed(admin, q=f"room:{room.pk}") == [small]
    assert listed(admin, q="KETTLE") == [large]
    for nothing in ("room:x", "owner:nobody", "copies:x", "copies:99", "coffee"):
        assert listed(admin, q=nothing) == []


def test_a_search_lists_the_largest_that_it_finds(
    admin: Client, room: Room, kenji: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = (a_file(kenji, "tea.png", size=size) for size in (1, 2))
    said(room, kenji, "", files=(small.pk, large.pk))
    monkeypatch.setattr(file_pages, "MOST_FOUND", 1)
    for search in ("tea", f"room:{room.pk}", f"room:{room.pk} tea", f"owner:kenji room:{room.pk}"):
        assert listed(admin, q=search) == [large]
    assert listed(admin, q="owner:kenji") == [large, small]


def test_names_are_looked_for_in_the_largest_only(admin: Client, kenji: User, monkeypatch: pytest.MonkeyPatch) -> None:
    a_file(kenji, "tea, small", size=1)
    large = a_file(kenji, "tea, large", size=2)
    monkeypatch.setattr(file_pages, "LARGEST_SEARCHED", 1)
    assert listed(admin, q="tea") == [large]


def test_the_content_is_not_shown_and_not_given(admin: Client, room: Room, kenji: User) -> None:
    file = a_file(kenji, "<private>.png")
    said(room, kenji, "", files=(file.pk,))
    for page in ("/admin/files/file/", address(file, "change"), address(file, "delete")):
        shown = admin.get(page).content.decode()
        assert "&lt;private&gt;" in shown
        assert f"/files/{file.pk}/" not in shown.replace("/admin/files/file/", "")
    assert "never shows it" in admin.get(address(file, "change")).content.decode()
    assert admin.get(f"/files/{file.pk}/original").status_code == 404


def test_who_may_only_look_deletes_nothing_and_others_see_nothing(room: Room, kenji: User) -> None:
    file = a_file(kenji)
    for client in (Client(), signed_in(kenji)):
        assert client.get("/admin/files/file/").status_code == 302
        assert client.post(address(file, "delete"), {"post": "yes"}).status_code == 302
    reader = signed_in(staff_with("view_file"))
    assert reader.get(address(file, "change")).status_code == 200
    assert reader.post(address(file, "delete"), {"post": "yes"}).status_code == 403
    act(reader, "delete_selected", file, post="yes")
    assert ready_files().exists()
