"""The picture of a room: by who may change the room, shown to everybody in it."""

from uuid import uuid4

import pytest

from accounts.models import User
from chat.models import Membership, Room
from chat.services.rooms import rooms
from files.models import File
from tests.files.a_file import ready_files
from tests.files.stored import unused
from tests.support.in_process import Answer, Api, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return a_user("hanako")


@pytest.fixture
def room(owner: User) -> Room:
    return rooms.create(owner=owner, name="Hearth", members=[a_user("kenji").pk])


def put(by: User, room: Room, file: File) -> Answer:
    return Api(by).put(f"rooms/{room.pk}/picture/", {"file": str(file.pk)})


def test_is_in_the_summary_of_everybody(owner: User, room: Room) -> None:
    kenji = User.objects.get(username="kenji")
    assert Api(kenji).get(f"rooms/{room.pk}/").body["picture"] is None
    file = unused(owner, kind="photo")
    answer = put(owner, room, file)
    assert (answer.status, answer.body["picture"]) == (200, f"/files/{file.pk}/small")
    for body in (Api(kenji).get(f"rooms/{room.pk}/").body, Api(kenji).get("rooms/").body["results"][0]):
        assert body["picture"] == answer.body["picture"]
        assert body["rev"] == answer.body["rev"]


def test_twice_is_once_and_the_former_one_is_gone(owner: User, room: Room) -> None:
    first, second = unused(owner, kind="photo"), unused(owner, kind="photo")
    assert put(owner, room, first).body == put(owner, room, first).body
    put(owner, room, second)
    assert list(ready_files()) == [second]
    api = Api(owner)
    assert api.delete(f"rooms/{room.pk}/picture/").body == api.delete(f"rooms/{room.pk}/picture/").body
    assert not ready_files().exists()


def test_is_chosen_by_who_may_change_the_room(owner: User, room: Room) -> None:
    kenji, stranger = User.objects.get(username="kenji"), a_user("mai")
    for person, status in ((kenji, 403), (stranger, 404)):
        assert put(person, room, unused(person, kind="photo")).status == status
        assert Api(person).delete(f"rooms/{room.pk}/picture/").status == status
    Membership.objects.filter(user=kenji).update(role=Membership.Role.MODERATOR)
    assert put(kenji, room, unused(kenji, kind="photo")).status == 200
    assert put(kenji, room, unused(owner, kind="photo")).refusal == (400, "file_not_found")
    assert Api(owner).put(f"rooms/{room.pk}/picture/", {"file": str(uuid4())}).refusal == (400, "file_not_found")


def test_an_archived_room_keeps_its_picture(owner: User, room: Room) -> None:
    Api(owner).patch(f"rooms/{room.pk}/", {"archived": True})
    assert put(owner, room, unused(owner, kind="photo")).refusal == (409, "room_archived")
