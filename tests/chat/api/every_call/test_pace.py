"""How fast somebody may change things: as fast as people do, on all devices together.

Over workers: tests/accounts/api/test_throttles_on_workers.py.
"""

from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.urls import get_resolver, resolve
from pytest_django import Settings

from accounts.models import User
from core.http.pages import no_such_call
from core.rate_limits.counters import MESSAGES as MESSAGES_OF
from tests.chat.hearth import Hearth
from tests.support.in_process import Answer, Api, a_user
from tests.support.protocol_document import Call
from tests.support.routes import calls_of

pytestmark = pytest.mark.django_db

MOST = 5
MESSAGES = 8
# It changes nothing.
UNCOUNTED = {Call("POST", "/api/sync/")}


@pytest.fixture(autouse=True)
def clock(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Stands still, one second into a stretch of ten, until it is set."""
    for each in caches.all(initialized_only=True):
        each.clear()
    rates = {"change": {"anywhere": f"{MOST}/10s"}, "message": {"anywhere": f"{MESSAGES}/10s"}}
    settings.ACCOUNT_RATES = {**settings.ACCOUNT_RATES, **rates}

    def set_to(seconds: int) -> None:
        monkeypatch.setattr("core.rate_limits.windows.time.time", lambda: 1_800_000_000 + seconds)

    set_to(1)
    return set_to


def reaction(hearth: Hearth) -> str:
    return f"messages/{hearth.say('tea?').pk}/reactions/🍵/"


def flood(api: Api, path: str) -> list[Answer]:
    """Put and taken back, over and over: seven times, when five are allowed."""
    return [api.call(method, path) for method in ("PUT", "DELETE", "PUT", "DELETE", "PUT", "DELETE", "PUT")]


def test_who_floods_is_told_to_wait(hearth: Hearth) -> None:
    path, before = reaction(hearth), hearth.room.rev
    answers = flood(Api(hearth.member), path)
    assert [answer.status for answer in answers] == [200] * MOST + [429] * 2
    for answer in answers[MOST:]:
        assert (answer.refusal, answer.headers["Retry-After"]) == ((429, "rate_limited"), "9")
    assert hearth.room.rev == before + MOST


def test_nobody_else_is_hindered(hearth: Hearth) -> None:
    path = reaction(hearth)
    flood(Api(hearth.member), path)
    assert Api(hearth.moderator).put(path).status == 200


def test_after_the_wait_it_goes_on(hearth: Hearth, clock: Any) -> None:
    member, path = Api(hearth.member), reaction(hearth)
    assert flood(member, path)[-1].status == 429
    clock(10)
    assert member.put(path).status == 200


def test_devices_and_kinds_of_change_count_together(hearth: Hearth) -> None:
    here, there, message = Api(hearth.owner), Api(hearth.owner), hearth.say()
    calls = [
        ("PUT", f"messages/{message.pk}/pin/", None),
        ("PATCH", f"messages/{message.pk}/", {"text": "changed"}),
        ("PUT", f"rooms/{hearth.id}/draft/", {"text": "so far", "at": "2026-11-20T09:12:00Z"}),
        ("PATCH", f"rooms/{hearth.id}/mine/", {"muted": True}),
        ("PATCH", "me/", {"status_text": "busy"}),
        ("DELETE", f"messages/{message.pk}/", None),
    ]
    answers = [(here, there)[turn % 2].call(*call) for turn, call in enumerate(calls)]
    assert [answer.status for answer in answers] == [200] * MOST + [429]


def test_reading_and_sending_go_on(hearth: Hearth) -> None:
    api, path = Api(hearth.member), reaction(hearth)
    flood(api, path)
    assert api.get("rooms/").status == 200
    assert say(api, hearth).status == 201
    assert api.post(f"rooms/{hearth.id}/read/", {"seq": 1}).status == 200


def test_messages_have_a_pace_of_their_own(hearth: Hearth, clock: Any) -> None:
    api, before = Api(hearth.member), hearth.room.last_seq
    answers = [say(api, hearth) for _ in range(MESSAGES + 1)]
    assert [answer.status for answer in answers] == [201] * MESSAGES + [429]
    assert answers[-1].refusal == (429, "rate_limited")
    assert hearth.room.last_seq == before + MESSAGES
    assert say(Api(hearth.owner), hearth).status == 201
    assert api.put(reaction(hearth)).status == 200
    clock(10)
    assert say(api, hearth).status == 201


def say(api: Api, hearth: Hearth) -> Answer:
    return api.post(f"rooms/{hearth.id}/messages/", {"nonce": str(uuid4()), "text": "tea!"})


def test_messages_of_sockets_and_of_rest_count_together(hearth: Hearth) -> None:
    for _ in range(MESSAGES - 1):
        MESSAGES_OF.expect(hearth.member.pk)
    assert [say(Api(hearth.member), hearth).status for _ in range(2)] == [201, 429]


def test_read_markers_have_a_pace_of_their_own(hearth: Hearth, settings: Settings) -> None:
    settings.ACCOUNT_RATES = {**settings.ACCOUNT_RATES, "lookup": {"anywhere": "3/10s"}}
    api, path = Api(hearth.member), f"rooms/{hearth.id}/read/"
    answers = [api.post(path, {"seq": 1}) for _ in range(4)]
    assert [answer.status for answer in answers] == [200] * 3 + [429]
    assert answers[-1].headers["Retry-After"] == "9"


def test_every_write_is_counted(settings: Settings) -> None:
    """Each call there is that could change anything: the second one comes too fast. A new one is among them by itself."""
    settings.RATES = dict.fromkeys(settings.RATES, "1/day")
    settings.ACCOUNT_RATES = {scope: dict.fromkeys(rates, "1/day") for scope, rates in settings.ACCOUNT_RATES.items()}
    uncounted = set()
    for call in sorted(calls_of(get_resolver().url_patterns)):
        if call.method == "GET" or call in UNCOUNTED:
            continue
        for each in caches.all(initialized_only=True):
            each.clear()
        api = Api(a_user(f"somebody-{User.objects.count()}"))
        path = existing(call.path)
        if [api.client.generic(call.method, path).status_code for _ in range(2)][-1] != 429:
            uncounted.add(call)
    assert uncounted == set()


def existing(path: str) -> str:
    """The path with something in place of its parameters that fits their kinds."""
    fits = [path.replace("{}", value) for value in ("1", str(uuid4()), "x" * 22)]
    return next(each for each in fits if resolve(each).func is not no_such_call)


def test_looking_is_free(settings: Settings) -> None:
    settings.ACCOUNT_RATES = {scope: dict.fromkeys(rates, "1/day") for scope, rates in settings.ACCOUNT_RATES.items()}
    api = Api(a_user("mai"))
    assert [api.get("rooms/").status for _ in range(3)] == [200] * 3


def test_markers_moved_together_count_by_their_number(hearth: Hearth) -> None:
    api = Api(hearth.member)
    few = {"rooms": {str(room): 1 for room in range(1, 51)}}
    assert [api.post("rooms/read/", few).status for _ in range(MOST)] == [200] * MOST
    assert api.post("rooms/read/", few).refusal == (429, "rate_limited")


def test_many_markers_are_more_than_one_change(hearth: Hearth) -> None:
    api = Api(hearth.member)
    many = {"rooms": {str(room): 1 for room in range(1, 152)}}
    assert [api.post("rooms/read/", many).status for _ in range(2)] == [200, 429]
