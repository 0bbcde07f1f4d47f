"""Storage by person and by room: counted by a job, read from few rows."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from chat.models import Room, RoomUsage
from core.app_contents import named
from core.jobs.models import Job
from files.jobs import USAGE
from files.models import File, PersonUsage
from tests.chat.admin.pages import said, signed_in, staff_with
from tests.files.a_file import a_file

pytestmark = pytest.mark.django_db
PEOPLE, ROOMS = "/admin/files/personusage/", "/admin/chat/roomusage/"


def count() -> None:
    for counter in named("file_counters"):
        counter()


def test_people_and_rooms_are_counted(admin: Client, room: Room, kenji: User, hanako: User) -> None:
    assert "Nothing was counted yet" in admin.get(PEOPLE).content.decode()
    first = a_file(kenji, size=1_000_000)
    said(room, kenji, "", files=(first.pk,))
    said(room, kenji, "forwarded", files=(first.pk,))
    a_file(hanako, size=5)
    a_file(hanako, size=10**9, state=File.State.RECEIVING)
    count()
    assert list(PersonUsage.objects.order_by("-size").values_list("person", "files", "size")) == [
        (kenji.pk, 2, 1_000_000),
        (hanako.pk, 1, 5),
    ]
    assert list(RoomUsage.objects.values_list("room", "files", "size")) == [(room.pk, 2, 1_000_000)]
    page = admin.get(PEOPLE).content.decode()
    assert "3 files, 976.6\xa0KB" in page
    assert f"/admin/files/file/?q=owner%3A{kenji.pk}" in page
    assert f"/admin/files/file/?q=room%3A{room.pk}" in admin.get(ROOMS).content.decode()
    found = admin.get(PEOPLE, {"q": "kenji"}).context["cl"].result_list
    assert [row.person for row in found] == [kenji]
    assert len(admin.get(ROOMS, {"q": "hearth"}).context["cl"].result_list) == 1
    assert len(admin.get(ROOMS, {"q": "kitchen"}).context["cl"].result_list) == 0


def test_who_has_no_files_any_more_is_not_listed(kenji: User) -> None:
    a_file(kenji)
    count()
    File.objects.all().delete()
    count()
    assert not PersonUsage.objects.exists()


def test_counting_again_is_a_job_for_who_may_look(admin: Client) -> None:
    assert admin.get(f"{PEOPLE}count/").status_code == 405
    admin.post(f"{PEOPLE}count/")
    admin.post(f"{ROOMS}count/")
    assert Job.objects.filter(type=USAGE.name).count() == 1
    Job.objects.all().delete()
    signed_in(staff_with()).post(f"{PEOPLE}count/")
    assert not Job.objects.exists()


@pytest.mark.parametrize("page", [PEOPLE, ROOMS, "/admin/files/file/"])
def test_a_list_asks_as_much_for_many_rows_as_for_few(
    admin: Client, room: Room, kenji: User, page: str, django_assert_max_num_queries: Any
) -> None:
    rooms = [room, *Room.objects.bulk_create(Room(name=f"Room {index}") for index in range(60))]
    people = User.objects.bulk_create(User(username=f"p{index}", email=f"p{index}@a.b") for index in range(60))
    for person in people:
        a_file(person)
    files = [a_file(kenji, size=index) for index in range(60)]
    for start in range(0, 60, 10):
        said(room, kenji, "", files=tuple(file.pk for file in files[start : start + 10]))
    count()
    RoomUsage.objects.bulk_create(
        RoomUsage(room=each, files=1, size=1, counted_at=PersonUsage.objects.all()[0].counted_at) for each in rooms[1:]
    )
    with django_assert_max_num_queries(8):
        assert len(admin.get(page).context["cl"].result_list) == 50
