"""Refused sign-ins are recorded, few of them however many there are, and nothing tells which names exist."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import User
from accounts.services import sign_ins
from core.audit.models import Act, Content
from core.rate_limits.windows import Rate
from tests.accounts.authenticator import turn_on
from tests.core.audit.said import Said, last, said
from tests.support.in_process import PASSWORD, Api, a_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    cache.clear()
    # The clock stands still: no window ends in the middle of a test.
    monkeypatch.setattr("core.rate_limits.windows.time.time", lambda: 1_800_000_000 + 20)
    settings.RATES = dict.fromkeys(settings.RATES, "1000000/min")
    settings.ACCOUNT_RATES = {
        scope: dict.fromkeys(rates, "1000000/min") for scope, rates in settings.ACCOUNT_RATES.items()
    }


@pytest.fixture
def kenji() -> User:
    return a_user("kenji")


def sign_in(username: str, password: str = "wrong", **more: str) -> int:
    return Api().post("session/", {"username": username, "password": password, **more}).status


def refuse(name: str, times: int, network: str = "192.0.2.1") -> None:
    for _ in range(times):
        sign_ins.refused(name=name, network=network, why="wrong_credentials")


def test_somebody_who_is_known_is_named(kenji: User) -> None:
    assert sign_in("Kenji") == 401
    assert said() == [Said("accounts.sign_in_refused", "", "kenji", {"why": "wrong_credentials", "tries": 1})]


def test_so_are_they_by_their_address(kenji: User) -> None:
    assert sign_in("kenji@example.org") == 401
    assert said()[0].on == "kenji"


def test_a_name_that_nobody_has_is_not_written_down() -> None:
    assert sign_in("my-secret-password") == 401
    assert said() == [Said("accounts.sign_in_refused", "", "", {"why": "wrong_credentials", "tries": 1})]
    assert "secret" not in f"{list(Act.objects.values_list())} {list(Content.objects.values_list())}"


def test_a_wrong_code_is_recorded_and_one_that_is_asked_for_is_not(kenji: User) -> None:
    app, _codes = turn_on(Api(kenji))
    before = last()
    assert sign_in("kenji", PASSWORD) == 401
    assert said(after=before) == []
    assert sign_in("kenji", PASSWORD, code=app.wrong_code()) == 400
    assert [each.details["why"] for each in said(after=before)] == ["wrong_code"]


def test_so_is_one_who_comes_too_often(kenji: User, settings: Settings) -> None:
    settings.ACCOUNT_RATES = {
        **settings.ACCOUNT_RATES,
        "sign_in": dict.fromkeys(("here", "anywhere", "device"), "1/min"),
    }
    assert [sign_in("kenji") for _ in range(2)] == [401, 429]
    assert sign_in("mai") == 401
    assert [each.details["why"] for each in said()] == ["wrong_credentials", "wrong_credentials"]


def test_of_a_flood_at_one_name_every_tenfold_is_recorded(kenji: User) -> None:
    refuse("kenji", 1234)
    assert [each.details["tries"] for each in said()] == [1, 10, 100, 1000]


def test_of_a_flood_from_one_network_some_are(kenji: User) -> None:
    for number in range(100):
        refuse(f"name{number}", 1)
    refuse("kenji", 1)
    assert len(said()) == sign_ins.OF_ONE_NETWORK.most
    refuse("kenji", 1, network="192.0.2.2")
    assert len(said()) == sign_ins.OF_ONE_NETWORK.most + 1


def test_of_a_flood_from_everywhere_some_are_and_the_flood_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_ins, "OF_THE_SITE", Rate(30, 3600))
    for number in range(1100):
        refuse(f"name{number}", 1, network=f"192.0.2.{number}")
    assert len(said(prefix="accounts.sign_in_refused")) == 30
    assert [each.details["tries"] for each in said(prefix="accounts.sign_ins_flooded")] == [31, 100, 1000]


def statements_of(call: Callable[[], object]) -> list[str]:
    """Their form, without what is in them. The jobs that wait are counted now and then, whoever signs in."""
    with CaptureQueriesContext(connection) as captured:
        call()
    return [form_of(query["sql"]) for query in captured if "count(*)" not in query["sql"]]


def form_of(statement: str) -> str:
    for end in (" WHERE ", " VALUES ", "(", ' "s'):
        statement = statement.split(end)[0]
    return statement


def test_a_name_that_nobody_has_costs_the_same_statements(kenji: User) -> None:
    refuse("warm", 1)
    known = statements_of(lambda: refuse("kenji", 1))
    unknown = statements_of(lambda: refuse("nobody", 1))
    assert known == unknown
    assert statements_of(lambda: refuse("kenji", 1)) == statements_of(lambda: refuse("nobody", 1)) == []
