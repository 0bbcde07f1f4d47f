"""Nobody locks an owner out of a device that was signed in before."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from accounts import known_browsers
from accounts.models import User
from tests.accounts.authenticator import Authenticator
from tests.support.in_process import PASSWORD, Answer, Api, a_user

pytestmark = pytest.mark.django_db

RATES = {
    "sign_in": {"here": "10/10min", "anywhere": "100/hour", "device": "10/10min"},
    "refresh": {"anywhere": "100/min"},
}


@pytest.fixture(autouse=True)
def _rates(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of a real site, on a clock that stands still."""
    cache.clear()
    monkeypatch.setattr("core.rate_limits.windows.time.time", lambda: 1_800_000_000 + 20)
    settings.RATES = {**dict.fromkeys(settings.RATES, "1000/min"), "sign_in": "30/min"}
    settings.ACCOUNT_RATES = RATES


@pytest.fixture
def hanako() -> User:
    return a_user("hanako", is_staff=True)


@pytest.fixture
def laptop(hanako: User) -> Api:
    """Signed in once, and out again."""
    laptop = Api()
    assert sign_in(laptop).status == 200
    assert laptop.delete("session/").status == 204
    return laptop


def sign_in(api: Api, password: str = PASSWORD, username: str = "hanako", **more: str) -> Answer:
    return api.post("session/", {"username": username, "password": password, **more})


def at(address: str) -> Api:
    api = Api()
    api.client.defaults["REMOTE_ADDR"] = address
    return api


def attack() -> None:
    """From ten addresses, until nobody gets in from anywhere."""
    answers = [sign_in(at(f"10.{network}.0.1"), "wrong") for network in range(11) for _ in range(10)]
    assert [answer.status for answer in answers] == [401] * 100 + [429] * 10


def test_the_owner_signs_in_where_they_did_before(laptop: Api) -> None:
    attack()
    assert sign_in(at("203.0.113.9")).refusal == (429, "rate_limited")
    assert sign_in(laptop).status == 200
    assert sign_in(laptop, username="hanako@example.org").status == 200


def test_also_at_the_address_of_who_attacks(laptop: Api) -> None:
    assert {sign_in(Api(), "wrong").status for _ in range(40)} == {401, 429}
    assert sign_in(laptop).status == 200


def test_a_network_of_ipv6_alone_locks_nobody_out(hanako: User) -> None:
    """Each address is a household of its own; before, a hundred of them were a hundred failures."""
    for turn in range(100):
        sign_in(at(f"2001:db8:7:{turn:x}::1"), "wrong")
    assert sign_in(at("2001:db8:8::1")).status == 200


def test_a_refresh_makes_a_browser_known(hanako: User) -> None:
    browser = Api()
    sign_in(browser)
    del browser.client.cookies[known_browsers.NAME]
    browser.post("session/refresh/")
    attack()
    assert sign_in(browser).status == 200


def test_whoever_changed_the_password_still_gets_in(laptop: Api, hanako: User) -> None:
    hanako.set_password("another one")
    hanako.save()
    attack()
    assert sign_in(laptop, "another one").status == 200


def test_the_device_has_a_count_of_its_own(laptop: Api) -> None:
    answers = [sign_in(laptop, "wrong") for _ in range(11)]
    assert [answer.status for answer in answers] == [401] * 10 + [429]
    assert sign_in(at("203.0.113.9")).status == 200


def test_anothers_device_is_worth_nothing(laptop: Api) -> None:
    a_user("mallory")
    foreign = Api()
    assert sign_in(foreign, username="mallory").status == 200
    attack()
    assert sign_in(foreign).refusal == (429, "rate_limited")


@pytest.mark.parametrize("cookie", ["", "x", "eyJpZCI6ImEiLCJwZW9wbGUiOlsxXX0:1wXyZ:forged", "::", "é"])
def test_a_forged_one_neither(laptop: Api, cookie: str) -> None:
    attack()
    laptop.client.cookies[known_browsers.NAME] = cookie
    assert sign_in(laptop).refusal == (429, "rate_limited")


def test_the_cookie_signs_nobody_in_and_is_for_no_script(hanako: User) -> None:
    cookie = sign_in(Api()).cookies[known_browsers.NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    thief = Api()
    thief.client.cookies[known_browsers.NAME] = cookie.value
    assert thief.post("session/refresh/").refusal == (401, "not_authenticated")
    assert thief.get("me/").refusal == (401, "not_authenticated")


def test_a_browser_that_several_use_is_known_to_each(laptop: Api) -> None:
    a_user("kenji")
    assert sign_in(laptop, username="kenji").status == 200
    attack()
    assert sign_in(laptop).status == 200


def test_it_forgets_who_came_long_ago() -> None:
    assert known_browsers._with([5, 4, 3, 2, 1], 6) == [6, 5, 4, 3, 2]
    assert known_browsers._with([5, 4, 3], 3) == [3, 5, 4]


class TestAdmin:
    def log_in(self, client: Client, password: str = PASSWORD) -> Any:
        return client.post("/admin/login/?next=/admin/", {"username": "hanako", "password": password})

    def test_knows_a_device_of_the_web_app(self, laptop: Api) -> None:
        attack()
        assert "Too many tries" in self.log_in(Client()).content.decode()
        assert self.log_in(laptop.client).status_code == 302

    def test_a_wrong_password_makes_none_known(self, hanako: User) -> None:
        assert known_browsers.NAME not in self.log_in(Client(), "wrong").cookies

    def test_and_its_own(self, hanako: User) -> None:
        client = Client()
        assert self.log_in(client).cookies[known_browsers.NAME].value
        client.post("/admin/logout/")
        attack()
        assert self.log_in(client).status_code == 302


class TestTwoSteps:
    """Whoever knows the password as well makes the codes of the app wait."""

    @pytest.fixture
    def app(self, laptop: Api) -> Authenticator:
        owner = Api(User.objects.get(username="hanako"))
        app = Authenticator(owner.post("me/second-factor/begin/", {"password": PASSWORD}).body["secret"])
        assert owner.post("me/second-factor/confirm/", {"code": app.code()}).status == 200
        return app

    def test_there_they_do_not(self, laptop: Api, app: Authenticator) -> None:
        for turn in range(6):
            sign_in(at(f"10.{turn}.0.1"), code=app.wrong_code())
        assert sign_in(at("10.9.0.1"), code=app.code(steps=1)).refusal == (429, "rate_limited")
        assert sign_in(laptop).refusal == (401, "second_factor_required")
        assert sign_in(laptop, code=app.code(steps=1)).status == 200
        assert sign_in(at("10.9.0.1"), code=app.code(steps=1)).refusal == (429, "rate_limited"), "and still elsewhere"

    def test_wrong_codes_count_for_the_device(self, laptop: Api, app: Authenticator) -> None:
        answers = [sign_in(laptop, code=app.wrong_code()) for _ in range(11)]
        assert [answer.status for answer in answers] == [400] * 10 + [429]
