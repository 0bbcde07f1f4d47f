"""Bulk actions of the admin site: at once up to a number of rows, as a job above it, and once however often they are sent."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from chat.models import Membership, Room
from chat.services.rooms import rooms
from core.bulk import actions, running
from core.bulk.models import BulkAction
from core.jobs.models import Job
from tests.core.jobs.due import run_due
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_AT_ONCE", 3)
    monkeypatch.setattr(running, "PART", 2)


@pytest.fixture
def hanako() -> User:
    return a_user("hanako", is_staff=True, is_superuser=True)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def several(owner: User, count: int) -> list[Room]:
    return [rooms.create(owner=owner, name=f"Room {number}") for number in range(count)]


def archive_all(client: Client, **more: str) -> Any:
    chosen = str(Room.objects.values_list("pk", flat=True)[0])
    data = {"action": "archive", "select_across": "1", "_selected_action": [chosen], **more}
    return client.post("/admin/chat/room/", data)


def act_on(client: Client, model: str, action: str, *rows: Any, **more: str) -> Any:
    data = {"action": action, "_selected_action": [str(row.pk) for row in rows], **more}
    return client.post(f"/admin/chat/{model}/", data)


def archived() -> int:
    return Room.objects.exclude(archived_at=None).count()


def test_a_few_are_changed_at_once(hanako: User) -> None:
    act_on(client_of(hanako), "room", "archive", *several(hanako, 3))
    assert (archived(), BulkAction.objects.count()) == (3, 0)


def test_more_are_changed_by_a_job_whose_progress_is_shown(hanako: User) -> None:
    several(hanako, 5)
    client = client_of(hanako)
    answer = archive_all(client)
    started = BulkAction.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/admin/bulk/bulkaction/{started.pk}/change/")
    assert archived() == 0
    page = client.get(answer.url)
    assert "0 of 5" in page.content.decode()
    assert page["Refresh"] == "2"
    run_due()
    assert archived() == 5
    page = client.get(answer.url)
    assert "5 of 5" in page.content.decode()
    assert "Refresh" not in page


def test_a_second_press_is_the_same_action(hanako: User) -> None:
    several(hanako, 5)
    client = client_of(hanako)
    token = {"csrfmiddlewaretoken": "of one page"}
    assert archive_all(client, **token).url == archive_all(client, **token).url
    assert BulkAction.objects.count() == 1
    assert Job.objects.filter(type="bulk.action").count() == 1
    archive_all(client, csrfmiddlewaretoken="of another page")
    assert BulkAction.objects.count() == 2


def test_a_worker_that_was_killed_in_between_is_continued(hanako: User, monkeypatch: pytest.MonkeyPatch) -> None:
    several(hanako, 5)
    archive_all(client_of(hanako))
    started = BulkAction.objects.get()
    assert running._run_part(started.pk)
    started.refresh_from_db()
    assert (started.position, archived()) == (2, 2)
    run_due()
    started.refresh_from_db()
    assert (started.position, started.changed, archived()) == (5, 5, 5)


def test_rows_that_are_refused_keep_no_other_from_being_changed(hanako: User) -> None:
    kenji = a_user("kenji")
    for room in several(hanako, 3):
        room.memberships.create(user=kenji)
    rows = Membership.objects.order_by("pk")
    client = client_of(hanako)
    answer = act_on(client, "membership", "remove", *rows)
    run_due()
    started = BulkAction.objects.get()
    assert (started.changed, started.refusals) == (3, {"last_owner": 3})
    assert "A room needs an owner: make somebody else one first. (3)" in client.get(answer.url).content.decode()
    assert set(Membership.objects.current().values_list("user", flat=True)) == {hanako.pk}


def test_what_was_asked_for_reaches_the_job(hanako: User) -> None:
    kenji = a_user("kenji")
    for room in several(hanako, 4):
        room.memberships.create(user=kenji)
    mine = Membership.objects.filter(user=kenji)
    client = client_of(hanako)
    assert 'name="role"' in act_on(client, "membership", "change_role", *mine).content.decode()
    assert act_on(client, "membership", "change_role", *mine, asked="1", role="moderator").status_code == 302
    run_due()
    assert set(mine.values_list("role", flat=True)) == {"moderator"}


@pytest.mark.parametrize("lost", ["right", "staff", "active"])
def test_whoever_loses_the_right_meanwhile_changes_nothing(lost: str) -> None:
    staff = a_user("staff", is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename__in=["view_room", "change_room"]))
    several(staff, 5)
    archive_all(client_of(staff))
    if lost == "right":
        staff.user_permissions.clear()
    else:
        User.objects.filter(pk=staff.pk).update(**{f"is_{lost}": False})
    run_due()
    assert (archived(), BulkAction.objects.get().refusals) == (0, {"forbidden": 5})


def test_there_is_a_most(hanako: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_AS_JOB", 4)
    several(hanako, 5)
    client = client_of(hanako)
    assert "At most 4 at once" in client.get(archive_all(client).url).content.decode()
    assert BulkAction.objects.count() == 0


def test_others_of_the_staff_do_not_see_it(hanako: User) -> None:
    several(hanako, 5)
    url = archive_all(client_of(hanako)).url
    outsider = a_user("staff", is_staff=True)
    assert client_of(outsider).get(url).status_code == 403
    assert client_of(outsider).get("/admin/bulk/bulkaction/").status_code == 403
    outsider.user_permissions.set(Permission.objects.filter(codename="view_bulkaction"))
    assert client_of(User.objects.get(pk=outsider.pk)).get(url).status_code == 200


def test_the_list_reads_no_ids_of_rows(hanako: User) -> None:
    client = client_of(hanako)
    several(hanako, 5)
    archive_all(client)
    with CaptureQueriesContext(connection) as asked:
        assert "0 of 5" in client.get("/admin/bulk/bulkaction/").content.decode()
    assert not [query["sql"] for query in asked if '"bulk_bulkaction"."rows"' in query["sql"]]
