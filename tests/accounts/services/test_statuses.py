"""A status ends when its time has come, for everybody, by the server's clock."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.services import statuses
from accounts.signals import profiles_changed
from core.jobs.models import Job
from tests.core.jobs.due import no_pause, run_due
from tests.support.in_process import Api, a_user

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def hanako() -> User:
    return a_user("hanako")


@pytest.fixture
def told() -> Any:
    """The names of those whose profile others were told of."""
    names: list[str] = []

    def hear(users: Sequence[User], **_: Any) -> None:
        names.extend(user.username for user in users)

    profiles_changed.connect(hear, weak=False)
    yield names
    profiles_changed.disconnect(hear)


def set_status(api: Api, until: datetime | None, text: str = "lunch") -> Any:
    return api.patch("me/", {"status_text": text, "status_until": until and until.isoformat()})


def time_passes(user: User) -> None:
    """To a second after the end of the status; the job that waits for it is due."""
    User.objects.filter(pk=user.pk).update(status_until=timezone.now() - timedelta(seconds=1))
    no_pause()


def waiting() -> list[Job]:
    return list(Job.objects.filter(type="accounts.status_ends"))


def test_the_end_is_shown(hanako: User) -> None:
    until = timezone.now() + HOUR
    assert datetime.fromisoformat(set_status(Api(hanako), until).body["status"]["until"]) == until
    assert "until" not in set_status(Api(hanako), None).body["status"]


@pytest.mark.django_db(transaction=True)
def test_it_ends_for_everybody(hanako: User, told: list[str]) -> None:
    set_status(Api(hanako), timezone.now() + HOUR)
    run_due()
    assert told == ["hanako"]
    time_passes(hanako)
    run_due()
    hanako.refresh_from_db()
    assert (hanako.status_text, hanako.status_until) == ("", None)
    assert told == ["hanako", "hanako"]
    assert waiting() == []


def test_what_is_over_is_not_shown_even_before_the_job_runs(hanako: User) -> None:
    set_status(Api(hanako), timezone.now() + HOUR)
    time_passes(hanako)
    assert Api(hanako).get("me/").body["status"] is None
    (found,) = Api(a_user("kenji")).get("users/", q="hanako").body["results"]
    assert found["status"] is None


def test_a_new_status_does_not_end_with_the_old_one(hanako: User) -> None:
    api = Api(hanako)
    set_status(api, timezone.now() + HOUR)
    # As a client does that knows no end.
    assert "until" not in api.patch("me/", {"status_text": "tea"}).body["status"]


def test_an_over_status_does_not_come_back(hanako: User) -> None:
    api = Api(hanako)
    set_status(api, timezone.now() + HOUR)
    time_passes(hanako)
    assert api.patch("me/", {"status_emoji": "🍵"}).body["status"] == {"emoji": "🍵", "text": ""}


def test_no_status_has_no_end(hanako: User) -> None:
    set_status(Api(hanako), timezone.now() + HOUR, text="")
    hanako.refresh_from_db()
    assert hanako.status_until is None


@pytest.mark.parametrize(("ahead", "code"), [(timedelta(seconds=-1), "min_value"), (timedelta(days=367), "max_value")])
def test_an_end_lies_within_a_year(hanako: User, ahead: timedelta, code: str) -> None:
    assert set_status(Api(hanako), timezone.now() + ahead).fields == {"status_until": [code]}
    assert Api(hanako).get("me/").body["status"] is None


def test_the_same_request_twice_is_one_change(hanako: User, told: list[str]) -> None:
    until = timezone.now() + HOUR
    assert set_status(Api(hanako), until).body == set_status(Api(hanako), until).body
    assert told == ["hanako"]


@pytest.mark.django_db(transaction=True)
def test_one_job_waits_for_the_first_end(hanako: User) -> None:
    kenji = a_user("kenji")
    set_status(Api(hanako), timezone.now() + 2 * HOUR)
    set_status(Api(kenji), timezone.now() + HOUR)
    (job,) = waiting()
    assert job.due_at is not None
    assert abs(job.due_at - timezone.now() - HOUR) < timedelta(minutes=1)
    time_passes(kenji)
    run_due()
    hanako.refresh_from_db()
    assert hanako.status_text == "lunch"
    (job,) = waiting()
    assert job.due_at is not None
    assert abs(job.due_at - timezone.now() - 2 * HOUR) < timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_end_in_several_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statuses, "MOST_TOGETHER", 2)
    people = [a_user(f"guest{turn}") for turn in range(5)]
    for person in people:
        set_status(Api(person), timezone.now() + HOUR)
        time_passes(person)
    for _ in range(3):
        no_pause()
        run_due()
    assert not User.objects.exclude(status_text="").exists()


@pytest.mark.parametrize("text", ["\u200b", "lunch\u202e", "a\nb", "\u2800"])
def test_a_status_has_no_hidden_characters(hanako: User, text: str) -> None:
    refused = Api(hanako).patch("me/", {"status_text": text})
    assert (refused.refusal, refused.fields) == ((400, "invalid"), {"status_text": ["invalid"]})
