"""The calls about pushes: their answers, what is refused, and what outsiders find."""

from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import Session
from accounts.services import sessions
from lab.push.service import Browser, PushService
from notifications.models import PushSubscription
from notifications.push import checks, subscriptions
from tests.notifications.push.people import session_of, subscribe
from tests.support.in_process import Api, a_user

pytestmark = pytest.mark.django_db


def devices(api: Api) -> list[Any]:
    return list(api.get("push/subscriptions/").body["results"])


@pytest.fixture
def api() -> Api:
    return Api(a_user("hanako"))


def test_a_device_of_a_session(api: Api, service: PushService) -> None:
    _, number = subscribe(api, service)
    (device,) = devices(api)
    fresh = {"id": number, "privacy": "text", "at": device["at"], "failing": True}
    assert device == {**fresh, "session": str(session_of(api).pk)}


def test_the_newest_devices_of_a_person_count(api: Api, service: PushService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriptions, "MOST_DEVICES", 3)
    user, other = session_of(api).user, Api(a_user("kenji"))
    _, theirs = subscribe(other, service)
    numbers = [subscribe(Api(user), service)[1] for _ in range(5)]
    assert [device["id"] for device in devices(api)] == numbers[2:]
    assert [device["id"] for device in devices(other)] == [theirs]


def test_twice_is_once(api: Api, service: PushService) -> None:
    browser, number = subscribe(api, service)
    again = api.post("push/subscriptions/", {**browser.subscription, "expirationTime": None})
    assert (again.status, again.body["id"]) == (201, number)
    for _ in range(2):
        assert api.delete(f"push/subscriptions/{number}/").status == 204
    assert devices(api) == []


def test_a_new_endpoint_takes_the_place_of_the_one_before(api: Api, service: PushService) -> None:
    first, _ = subscribe(api, service)
    second, number = subscribe(api, service)
    assert [device["id"] for device in devices(api)] == [number]
    assert [row.endpoint for row in PushSubscription.objects.all()] == [second.endpoint] != [first.endpoint]


def test_a_browser_where_somebody_else_signs_in(api: Api, service: PushService) -> None:
    browser, number = subscribe(api, service)
    other = Api(a_user("kenji"))
    assert other.post("push/subscriptions/", browser.subscription).body["id"] == number
    assert (devices(api), len(devices(other))) == ([], 1)


def test_nobody_takes_an_endpoint_that_they_have_only_heard_of(api: Api, service: PushService) -> None:
    browser, number = subscribe(api, service)
    stolen = {**service.subscribe(browser.site_key).subscription, "endpoint": browser.endpoint}
    assert Api(a_user("kenji")).post("push/subscriptions/", stolen).fields == {"endpoint": ["invalid"]}
    assert [device["id"] for device in devices(api)] == [number]


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://127.0.0.1/push", "https://[::1]/", "https://10.0.0.1/", "https://169.254.169.254/latest/", "https://127.1/",
        "http://93.184.216.34/", "https://93.184.216.34:22/", "https://user@93.184.216.34/", "ftp://93.184.216.34/", "push", "",
        "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://no-such-name.invalid/",
    ],
)  # fmt: skip
def test_an_endpoint_that_no_push_would_be_sent_to(
    api: Api, endpoint: str, service: PushService, settings: Settings
) -> None:
    browser = service.subscribe("")
    settings.OUTGOING_ALLOWED = []
    refused = api.post("push/subscriptions/", {**browser.subscription, "endpoint": endpoint})
    assert refused.refusal == (400, "invalid")
    assert set(refused.fields) == {"endpoint"}
    assert devices(api) == []


@pytest.mark.parametrize(
    "keys",
    [{}, None, {"p256dh": "", "auth": ""}, {"p256dh": "B" * 87, "auth": "A" * 22}, {"p256dh": 1, "auth": []}, []],
)
def test_keys_that_are_none(api: Api, service: PushService, keys: Any) -> None:
    refused = api.post("push/subscriptions/", {**service.subscribe("").subscription, "keys": keys})
    assert set(refused.fields) == {"keys"}


def test_a_new_endpoint_shows_no_more_than_the_one_before(api: Api, service: PushService) -> None:
    """The browser or the site's key changes it by itself."""
    _, number = subscribe(api, service)
    api.patch(f"push/subscriptions/{number}/", {"privacy": "nothing"})
    subscribe(api, service)
    assert [device["privacy"] for device in devices(api)] == ["nothing"]


def test_a_device_remembers_what_it_shows(api: Api, service: PushService) -> None:
    """Where the site has forgotten the device, by signing out. Of two choices the one that shows less counts."""
    browser = service.subscribe(api.get("push/key/").body["key"])
    given = {**browser.subscription, "privacy": "sender"}
    assert api.post("push/subscriptions/", given).body["privacy"] == "sender"
    number = devices(api)[0]["id"]
    api.patch(f"push/subscriptions/{number}/", {"privacy": "nothing"})
    assert api.post("push/subscriptions/", given).body["privacy"] == "nothing"
    assert set(api.post("push/subscriptions/", {**given, "privacy": "all"}).fields) == {"privacy"}
    api.patch(f"push/subscriptions/{number}/", {"privacy": "text"})  # the next call was lost
    assert api.post("push/subscriptions/", given).body["privacy"] == "sender"


def test_what_somebody_else_wanted_to_be_shown_there_counts_no_more(api: Api, service: PushService) -> None:
    browser, number = subscribe(api, service)
    api.patch(f"push/subscriptions/{number}/", {"privacy": "sender"})
    other = Api(a_user("kenji"))
    _, own = subscribe(other, service)
    other.patch(f"push/subscriptions/{own}/", {"privacy": "nothing"})
    assert other.post("push/subscriptions/", browser.subscription).body["privacy"] == "nothing"
    again = Api(a_user("mai"))
    assert again.post("push/subscriptions/", browser.subscription).body["privacy"] == "text"


def test_what_is_shown(api: Api, service: PushService) -> None:
    _, number = subscribe(api, service)
    assert api.patch(f"push/subscriptions/{number}/", {"privacy": "sender"}).body["privacy"] == "sender"
    assert set(api.patch(f"push/subscriptions/{number}/", {"privacy": "all"}).fields) == {"privacy"}
    assert devices(api)[0]["privacy"] == "sender"


class TestOutsiders:
    CALLS = (
        ("GET", "push/key/"), ("GET", "push/subscriptions/"), ("POST", "push/subscriptions/"),
        ("PATCH", "push/subscriptions/{id}/"), ("DELETE", "push/subscriptions/{id}/"), ("POST", "push/subscriptions/{id}/test/"),
    )  # fmt: skip

    @pytest.mark.parametrize(("method", "path"), CALLS)
    def test_who_is_not_signed_in(self, api: Api, service: PushService, method: str, path: str) -> None:
        browser, number = subscribe(api, service)
        answer = Api().call(method, path.format(id=number), browser.subscription)
        assert answer.refusal == (401, "not_authenticated")
        assert PushSubscription.objects.count() == 1

    def test_somebody_else(self, api: Api, service: PushService) -> None:
        browser, number = subscribe(api, service)
        other = Api(a_user("kenji"))
        assert devices(other) == []
        assert other.patch(f"push/subscriptions/{number}/", {"privacy": "nothing"}).refusal == (404, "not_found")
        assert other.post(f"push/subscriptions/{number}/test/").refusal == (404, "not_found")
        assert other.delete(f"push/subscriptions/{number}/").status == 204
        assert [device["privacy"] for device in devices(api)] == ["text"]
        assert browser.asked == 0


class TestTheEndOfASession:
    def test_ends_its_pushes(self, api: Api, service: PushService, django_capture_on_commit_callbacks: Any) -> None:
        subscribe(api, service)
        with django_capture_on_commit_callbacks(execute=True):
            sessions.revoke([session_of(api)], Session.End.SIGNED_OUT)
        assert not PushSubscription.objects.exists()

    def test_also_where_the_process_ended_before_it_was_told(self, api: Api, service: PushService) -> None:
        _, number = subscribe(api, service)
        user = session_of(api).user
        sessions.revoke([session_of(api)], Session.End.SIGNED_OUT)
        assert PushSubscription.objects.exists()
        assert list(subscriptions.all_of(user)) == []
        assert Api(user).post(f"push/subscriptions/{number}/test/").refusal == (404, "not_found")


class TestTheTest:
    """It says which link of the chain is broken."""

    @pytest.fixture
    def pair(self, api: Api, service: PushService) -> tuple[Browser, str]:
        browser, number = subscribe(api, service)
        return browser, f"push/subscriptions/{number}/test/"

    def test_none_is(self, api: Api, pair: tuple[Browser, str]) -> None:
        browser, path = pair
        body = api.post(path).body
        assert body["sent"]
        assert [(link["link"], link["why"], link["status"]) for link in body["links"]] == [
            ("key", None, None), ("endpoint", None, None), ("service", None, 201),
        ]  # fmt: skip
        (push,) = browser.received
        assert push.content["web_push"] == 8030
        assert push.content["mutable"] is True, "Safari shows it by itself otherwise, and tells no page"
        assert push.content["notification"]["title"] == "Notifications work"
        assert push.content["notification"]["navigate"] == "http://testserver/settings/notifications"

    @pytest.mark.parametrize(
        ("status", "why", "is_kept"), [(410, "gone", False), (403, "refused", True), (429, "busy", True)]
    )
    def test_the_service(self, api: Api, pair: tuple[Browser, str], status: int, why: str, is_kept: bool) -> None:
        browser, path = pair
        browser.answers = [(status, {"Retry-After": "30"})]
        body = api.post(path).body
        assert not body["sent"]
        wait = 30 if why == "busy" else None
        assert body["links"][-1] == {"link": "service", "why": why, "status": status, "wait": wait}
        assert PushSubscription.objects.exists() == is_kept

    def test_the_endpoint(self, api: Api, pair: tuple[Browser, str], settings: Settings) -> None:
        settings.OUTGOING_ALLOWED = []
        (_, link) = api.post(pair[1]).body["links"]
        assert (link["link"], link["why"]) == ("endpoint", "not_public")

    def test_the_key_of_the_site(self, api: Api, pair: tuple[Browser, str], settings: Settings) -> None:
        settings.SECRET_KEY = "y" * 50
        (link,) = api.post(pair[1]).body["links"]
        assert (link["link"], link["why"]) == ("key", "sealed")

    def test_few_wait_for_an_endpoint_at_once(
        self, api: Api, pair: tuple[Browser, str], service: PushService, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Each holds one of the few threads that the site has for its database. Tests take no place of subscriptions."""
        monkeypatch.setattr(checks, "WAIT_SECONDS", 0.05)
        with checks.TESTS.turn(-1), checks.TESTS.turn(-2):
            assert api.post(pair[1]).refusal == (429, "rate_limited")
            subscribe(Api(a_user("kenji")), service)
        assert api.post(pair[1]).body["sent"]

    def test_one_person_holds_one_place(
        self, api: Api, pair: tuple[Browser, str], monkeypatch: pytest.MonkeyPatch, settings: Settings
    ) -> None:
        """And what finds none is not counted."""
        monkeypatch.setattr(checks, "WAIT_SECONDS", 0.05)
        settings.ACCOUNT_RATES = {**settings.ACCOUNT_RATES, "push": {"anywhere": "1/hour"}}
        with checks.TESTS.turn(session_of(api).user_id):
            assert api.post(pair[1]).refusal == (429, "rate_limited")
        with checks.TESTS.turn(-1):
            assert api.post(pair[1]).body["sent"]
        assert api.post(pair[1]).status == 429

    def test_nobody_makes_the_site_ask_without_end(
        self, api: Api, pair: tuple[Browser, str], settings: Settings
    ) -> None:
        settings.ACCOUNT_RATES = {**settings.ACCOUNT_RATES, "push": {"anywhere": "2/hour"}}
        assert [api.post(pair[1]).status for _ in range(3)][-1] == 429
