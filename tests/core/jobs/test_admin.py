"""Jobs in the admin: who sees them, and what runs again."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils.html import escape

from accounts.models import User
from core.jobs import claims, outcomes
from core.jobs.models import Job
from core.jobs.queue import enqueue
from core.jobs.registry import declared
from tests.accounts.admin.pages import signed_in
from tests.core.jobs import effects
from tests.core.jobs.due import no_pause, run_due
from tests.core.jobs.effects import AT_LEAST_ONCE, FAILING, ONCE, SECRET
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/admin/jobs/job/"


@pytest.fixture
def admin() -> Client:
    return signed_in(a_user("hanako", is_staff=True, is_superuser=True))


@pytest.fixture
def dead() -> Job:
    """A job that has failed for good; its handler works again."""
    enqueue(FAILING, {"number": 1, "token": SECRET}, key="room 7")
    for _ in range(9):
        run_due()
        no_pause()
    Job.objects.update(type=ONCE.name)
    return Job.objects.get()


def run_again(client: Client, *jobs: Job) -> int:
    data = {"action": "run_again", "_selected_action": [str(job.pk) for job in jobs]}
    return client.post(LIST, data).status_code


def test_a_job_that_failed_for_good_is_shown_and_runs_again(admin: Client, dead: Job) -> None:
    page = admin.get(LIST, {"state": "failed"}).content.decode()
    assert escape(dead.error) in page
    assert "Failed for good" in page
    assert SECRET not in page + admin.get(f"{LIST}{dead.pk}/change/").content.decode()
    assert run_again(admin, dead) == 302
    assert run_due() == 1
    assert effects.counts() == {1: 1}
    assert not Job.objects.exists()


def test_a_type_is_shown_in_words_where_it_has_some(admin: Client, dead: Job) -> None:
    assert ">test.once<" in admin.get(LIST).content.decode()
    Job.objects.update(type="accounts.mail")
    page = admin.get(LIST).content.decode()
    assert (">Mail<" in page, "accounts.mail" in page) == (True, False)


def test_sent_twice_it_runs_once(admin: Client, dead: Job) -> None:
    assert [run_again(admin, dead) for _ in range(2)] == [302, 302]
    run_due()
    run_again(admin, dead)
    run_due()
    assert effects.counts() == {1: 1}


def test_again_it_has_all_its_attempts(admin: Client, dead: Job) -> None:
    Job.objects.update(type=FAILING.name)
    run_again(admin, dead)
    run_due()
    job = Job.objects.get()
    assert (job.attempts, job.due_at is None) == (1, False)


def test_where_its_key_waits_that_one_runs(admin: Client, dead: Job) -> None:
    enqueue(ONCE, {"number": 2}, key="room 7")
    run_again(admin, dead)
    run_due()
    assert effects.counts() == {2: 1}
    assert not Job.objects.exists()


def test_what_waits_or_runs_is_left_alone(admin: Client) -> None:
    enqueue(AT_LEAST_ONCE, {"number": 1})
    (claim,) = claims.take(declared().values())
    enqueue(AT_LEAST_ONCE, {"number": 2}, delay=60)
    for job in Job.objects.all():
        run_again(admin, job)
        assert not outcomes.revive(job.pk)
        assert admin.post(f"{LIST}{job.pk}/delete/", {"post": "yes"}).status_code == 403
    admin.post(LIST, {"action": "delete_selected", "post": "yes", "_selected_action": [claim.id]})
    assert Job.objects.get(pk=claim.id).claim == claim.token
    for state, expected in (("running", [1]), ("waiting", [2]), ("failed", [])):
        jobs = admin.get(LIST, {"state": state}).context["cl"].queryset
        assert [job.payload for job in jobs] == [f'{{"number":{number}}}' for number in expected]


def test_a_job_that_failed_for_good_can_be_removed(admin: Client, dead: Job) -> None:
    assert admin.post(f"{LIST}{dead.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Job.objects.exists()


def with_rights(*codenames: str) -> User:
    user = a_user("staff", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="jobs", codename__in=codenames))
    assert {f"jobs.{codename}" for codename in codenames} == user.get_all_permissions()
    return user


@pytest.mark.parametrize("outsider", [lambda: a_user("member"), lambda: with_rights(), lambda: with_rights("view_job")])
def test_nobody_else_runs_or_removes_one(dead: Job, outsider: Callable[[], User]) -> None:
    client = signed_in(outsider())
    run_again(client, dead)
    client.post(f"{LIST}{dead.pk}/delete/", {"post": "yes"})
    assert Job.objects.get().due_at is None
    assert run_due() == 0


def test_who_may_change_them_runs_one_again(dead: Job) -> None:
    assert run_again(signed_in(with_rights("view_job", "change_job")), dead) == 302
    assert run_due() == 1
