"""What cannot be undone asks for the password, and for a code where two-step sign-in is on, unless both were given within
ten minutes."""

import time
from typing import Any

import pyotp
import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.services import second_factor
from core.admin import reauthentication
from core.jobs.models import Job
from tests.support.in_process import PASSWORD, a_user

pytestmark = pytest.mark.django_db

LIST = "/admin/jobs/job/"


@pytest.fixture
def hanako() -> User:
    return a_user("hanako", is_staff=True, is_superuser=True)


@pytest.fixture
def stale(hanako: User) -> Client:
    client = Client()
    client.force_login(hanako)
    return client


@pytest.fixture
def dead() -> Job:
    return Job.objects.create(type="accounts.mail", payload="{}", created_at=timezone.now(), failed_at=timezone.now())


def remove(client: Client, job: Job, **confirmation: str) -> Any:
    sent = {f"confirm-{name}": value for name, value in confirmation.items()}
    data = {"action": "delete_selected", "_selected_action": [str(job.pk)], "post": "yes", **sent}
    return client.post(LIST, data)


def test_the_page_asks_and_sends_again_what_was_sent(stale: Client, dead: Job) -> None:
    page = remove(stale, dead).content.decode()
    assert 'type="password" name="confirm-password"' in page
    assert f'<input type="hidden" name="_selected_action" value="{dead.pk}">' in page
    assert "confirm-code" not in page
    assert Job.objects.exists()
    assert remove(stale, dead, password=PASSWORD).status_code == 302
    assert not Job.objects.exists()


def test_a_wrong_password_changes_nothing(stale: Client, dead: Job) -> None:
    page = remove(stale, dead, password="wrong").content.decode()
    assert "errorlist" in page
    assert "wrong" not in page.partition("<form")[2].partition("errorlist")[0]
    assert Job.objects.exists()


def test_guesses_are_counted(stale: Client, dead: Job, settings: Any) -> None:
    settings.ACCOUNT_RATES = {
        **settings.ACCOUNT_RATES,
        "sign_in": {"here": "2/10min", "anywhere": "9/hour", "device": "9/hour"},
    }
    for _ in range(3):
        remove(stale, dead, password="wrong")
    assert "wait" in remove(stale, dead, password=PASSWORD).content.decode()
    assert Job.objects.exists()


def test_it_is_not_asked_again_for_ten_minutes(stale: Client, dead: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    remove(stale, dead, password=PASSWORD)
    again = Job.objects.create(type="accounts.mail", payload="{}", created_at=timezone.now(), failed_at=timezone.now())
    assert remove(stale, again).status_code == 302
    later = time.time() + reauthentication.FRESH_SECONDS
    monkeypatch.setattr("core.admin.reauthentication.time.time", lambda: later)
    last = Job.objects.create(type="accounts.mail", payload="{}", created_at=timezone.now(), failed_at=timezone.now())
    assert remove(stale, last).status_code == 200
    assert Job.objects.filter(pk=last.pk).exists()


def test_signing_in_counts(hanako: User, dead: Job) -> None:
    client = Client()
    client.post("/admin/login/", {"username": "hanako", "password": PASSWORD, "next": "/admin/"})
    assert remove(client, dead).status_code == 302


def test_a_second_factor_is_asked_for_where_it_is_on(hanako: User, stale: Client, dead: Job) -> None:
    secret = second_factor.begin(user=hanako, password=PASSWORD)
    codes = second_factor.confirm(user=hanako, code=pyotp.TOTP(secret).now())
    assert 'name="confirm-code"' in remove(stale, dead).content.decode()
    assert remove(stale, dead, password=PASSWORD).status_code == 200
    assert remove(stale, dead, password=PASSWORD, code="000000").status_code == 200
    assert Job.objects.exists()
    assert remove(stale, dead, password=PASSWORD, code=codes[0]).status_code == 302
    assert not Job.objects.filter(pk=dead.pk).exists()  # the mail about a spent code is another


def test_one_row_s_page_and_an_action_ask_as_well(stale: Client, dead: Job) -> None:
    kenji = a_user("kenji")
    secret = second_factor.begin(user=kenji, password=PASSWORD)
    second_factor.confirm(user=kenji, code=pyotp.TOTP(secret).now())
    assert "confirm-password" in stale.post(f"{LIST}{dead.pk}/delete/", {"post": "yes"}).content.decode()
    link = f"/admin/accounts/user/{kenji.pk}/password-link/"
    assert "confirm-password" in stale.post(link).content.decode()
    data = {"action": "reset_second_factor", "_selected_action": [str(kenji.pk)]}
    assert "confirm-password" in stale.post("/admin/accounts/user/", data).content.decode()
    assert second_factor.is_on(kenji)
    stale.post("/admin/accounts/user/", {**data, "confirm-password": PASSWORD})
    assert not second_factor.is_on(kenji)


def test_whoever_may_not_is_not_asked(dead: Job) -> None:
    client = Client()
    client.force_login(a_user("staff", is_staff=True))
    assert client.post(f"{LIST}{dead.pk}/delete/", {"post": "yes"}).status_code == 403
