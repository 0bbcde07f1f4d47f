"""The admin's home: its figures are those of the site, each reader sees those of their rights, and its cost is bounded."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from chat.models import Room
from chat.services.messages import sending
from chat.services.messages.storing import NewMessage
from chat.services.rooms import rooms
from core.admin import tiles
from core.admin.tiles import Tile
from core.jobs.models import Job
from core.minute_counts import counting
from realtime.limits import SLOW_READERS
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db

MOST_QUERIES = 30


@pytest.fixture(autouse=True)
def anew() -> Iterator[None]:
    tiles.forget()
    counting.take()
    yield
    tiles.forget()
    counting.take()


@pytest.fixture
def hanako() -> User:
    return a_user("hanako", is_staff=True, is_superuser=True)


@pytest.fixture
def admin(hanako: User) -> Client:
    client = Client()
    client.force_login(hanako)
    return client


def shown(client: Client) -> dict[str, Tile]:
    answer = client.get("/admin/home/")
    assert answer.status_code == 200
    return {tile.key: tile for area in answer.context["areas"].values() for tile in area}


def say(hanako: User, room: Room, capture: Any, number: int = 1) -> None:
    with capture(execute=True):
        for _ in range(number):
            sending.send(NewMessage(by=hanako, room_id=room.pk, nonce=uuid4(), text="tea"))


def test_the_page_has_the_tiles_that_the_fragment_has(admin: Client) -> None:
    page, fragment = admin.get("/admin/").content.decode(), admin.get("/admin/home/").content.decode()
    assert "<html" not in fragment
    for key in (
        "online",
        "sockets",
        "rate",
        "joined",
        "jobs",
        "sign_ins",
        "slow_readers",
        "day",
        "month",
        "rooms",
        "people",
        "storage",
    ):
        assert f'data-tile="{key}"' in page
        assert f'data-tile="{key}"' in fragment


def test_messages_are_counted_where_they_are_stored(
    admin: Client, hanako: User, django_capture_on_commit_callbacks: Any
) -> None:
    tea, ash = (rooms.create(name=name, kind=Room.Kind.PUBLIC, topic="", owner=hanako) for name in ("Tea", "Ash"))
    say(hanako, ash, django_capture_on_commit_callbacks)
    say(hanako, tea, django_capture_on_commit_callbacks, 3)
    found = shown(admin)
    assert (found["day"].value, found["month"].value) == ("4", "4")
    assert found["day"].chart is not None
    assert sum(bar.amount for bar in found["day"].chart.bars) == 4
    assert len(found["day"].chart.bars) == 96
    assert "4. Most at" in found["day"].chart.summary
    assert [(row.name, row.value, row.share) for row in found["rooms"].rows] == [("Tea", "3", 100), ("Ash", "1", 33)]
    assert found["rooms"].rows[0].url == f"/admin/chat/room/{tea.pk}/change/"


def test_a_message_that_was_rolled_back_is_not_counted(hanako: User, django_capture_on_commit_callbacks: Any) -> None:
    room = rooms.create(name="Tea", kind=Room.Kind.PUBLIC, topic="", owner=hanako)
    with django_capture_on_commit_callbacks(execute=False):
        sending.send(NewMessage(by=hanako, room_id=room.pk, nonce=uuid4(), text="tea"))
    assert not counting.waiting("messages")


def test_what_failed_is_urgent_and_leads_to_where_one_acts(admin: Client) -> None:
    assert [shown(admin)["jobs"].value, shown(admin)["jobs"].is_urgent] == ["0", False]
    for _ in range(2):
        Job.objects.create(type="accounts.mail", error="refused", created_at=timezone.now())
    tiles.forget()
    jobs = shown(admin)["jobs"]
    assert (jobs.value, jobs.is_urgent, jobs.note) == ("2", True, "Mail: 2")
    assert "Failed for good" in admin.get(jobs.url).content.decode()
    page = admin.get("/admin/home/").content.decode()
    assert page.index('data-tile="jobs" class="urgent"') < page.index('data-tile="sign_ins"')


def test_refused_sign_ins_and_slow_readers_are_counted(admin: Client) -> None:
    assert authenticate(username="hanako", password="wrong") is None
    assert authenticate(username="nobody", password="wrong") is None
    counting.count(SLOW_READERS)
    found = shown(admin)
    assert (found["sign_ins"].value, found["slow_readers"].value) == ("2", "1")


def test_new_people(admin: Client) -> None:
    a_user("kenji", display_name="健二")
    User.objects.filter(username="hanako").update(date_joined=timezone.now() - timedelta(days=8))
    found = shown(admin)
    assert found["joined"].value == "1"
    assert [row.name for row in found["people"].rows] == ["健二", "hanako"]


RIGHTS = {
    "view_user": {"online", "joined", "people"},
    "view_session": {"sockets", "sign_ins", "slow_readers"},
    "view_message": {"rate", "day", "month"},
    "view_room": {"rooms"},
    "view_job": {"jobs"},
    "view_personusage": {"storage"},
    "view_ban": set(),
}


@pytest.mark.parametrize("right", RIGHTS)
def test_each_right_shows_its_tiles(client: Client, right: str) -> None:
    a_user("kenji")
    yuki = a_user("yuki", is_staff=True)
    yuki.user_permissions.set(Permission.objects.filter(codename=right))
    client.force_login(yuki)
    assert set(shown(client)) == RIGHTS[right]


def test_staff_without_rights_is_told_so(client: Client) -> None:
    client.force_login(a_user("yuki", is_staff=True))
    page = client.get("/admin/").content.decode()
    assert "data-tile" not in page
    assert "An administrator can give you rights" in page


def test_the_number_of_queries_does_not_grow(
    admin: Client, hanako: User, django_capture_on_commit_callbacks: Any
) -> None:
    def queries() -> int:
        tiles.forget()
        with CaptureQueriesContext(connection) as captured:
            admin.get("/admin/home/")
        return len(captured)

    admin.get("/admin/home/")
    before = queries()
    assert before < MOST_QUERIES
    for number in range(5):
        room = rooms.create(name=f"Room {number}", kind=Room.Kind.PUBLIC, topic="", owner=hanako)
        say(hanako, room, django_capture_on_commit_callbacks)
        a_user(f"kenji{number}")
    assert queries() <= before + 1, "one more for the rooms that there are now"


def test_an_open_home_asks_the_database_little(admin: Client) -> None:
    admin.get("/admin/home/")
    with CaptureQueriesContext(connection) as again:
        admin.get("/admin/home/")
    assert len(again) <= 9, [query["sql"] for query in again]
