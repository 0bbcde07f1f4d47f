"""How much somebody may read: bytes of all calls together, counted by themselves for whatever call there is."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
from django.core.cache import caches
from django.urls import get_resolver
from pytest_django import Settings

from accounts.api.throttles import ReadThrottle
from chat import selectors
from chat.services.personal import drafts
from core.rate_limits import answer_bytes
from tests.chat.hearth import Hearth
from tests.chat.longest import PLAIN, fill
from tests.support.in_process import Answer, Api

pytestmark = pytest.mark.django_db

MOST_KIB = 2000


@pytest.fixture(autouse=True)
def clock(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for each in caches.all(initialized_only=True):
        each.clear()
    answer_bytes.forget()
    settings.ACCOUNT_RATES = {**settings.ACCOUNT_RATES, "read": {"anywhere": f"{MOST_KIB}/min"}}
    now = [0.0]
    monkeypatch.setattr("core.rate_limits.windows.time.time", lambda: 1_800_000_001 + now[0])
    monkeypatch.setattr("core.rate_limits.answer_bytes.time.monotonic", lambda: now[0])
    yield lambda seconds: now.__setitem__(0, seconds)
    answer_bytes.forget()


def read(api: Api, hearth: Hearth) -> Answer:
    """Half a megabyte."""
    return api.get(f"rooms/{hearth.id}/messages/", limit=50)


def sync(api: Api, hearth: Hearth) -> Answer:
    return api.post("sync/", {"epoch": str(selectors.epoch()), "rooms": {str(hearth.id): hearth.room.rev}})


@pytest.fixture
def full(hearth: Hearth) -> Hearth:
    fill(hearth, 50, PLAIN)
    return hearth


def test_who_reads_more_than_that_has_to_wait(full: Hearth, clock: Any) -> None:
    here, there = Api(full.member), Api(full.member)
    answers = [read((here, there)[turn % 2], full) for turn in range(8)]
    statuses = [answer.status for answer in answers]
    assert statuses == sorted(statuses)
    assert statuses[:4] == [200] * 4
    assert answers[-1].refusal == (429, "rate_limited")
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert sync(here, full).refusal == (429, "rate_limited")
    assert here.get("drafts/").refusal == (429, "rate_limited")


def test_nobody_else_is_hindered_and_writing_goes_on(full: Hearth, clock: Any) -> None:
    api = Api(full.member)
    while read(api, full).status == 200:
        pass
    assert read(Api(full.owner), full).status == 200
    body = {"text": "so far", "at": "2026-11-20T09:12:00Z"}
    assert api.put(f"rooms/{full.id}/draft/", body).status == 200
    assert api.delete("me/sessions/").status == 204


def test_after_the_wait_it_goes_on(full: Hearth, clock: Any) -> None:
    api = Api(full.member)
    while read(api, full).status == 200:
        pass
    clock(60)
    assert read(api, full).status == 200


def test_small_answers_count_together(hearth: Hearth, clock: Any) -> None:
    api = Api(hearth.member)
    drafts.keep(by=hearth.member, room_id=hearth.id, text=PLAIN, at=hearth.room.created_at)
    calls = 0
    while api.get("drafts/").status == 200:
        calls += 1
    assert MOST_KIB * 1024 / len(PLAIN) * 0.9 < calls < MOST_KIB * 1024 / len(PLAIN) * 1.3


def test_every_call_that_looks_is_held_to_it() -> None:
    patterns = [one for name in ("accounts", "chat") for one in get_resolver(f"{name}.api.urls").url_patterns]
    views: list[Any] = [cast(Any, one.callback).view_class for one in patterns]
    assert [view for view in views if ReadThrottle not in view.throttle_classes] == []
    assert [view.__name__ for view in views if getattr(view, "is_read", False)] == ["SyncView"]
