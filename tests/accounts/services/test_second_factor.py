"""Two-step sign-in: an app's codes, and recovery codes."""

import time
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import RecoveryCode, SecondFactor, Session, User
from accounts.services import people, second_factor
from tests.accounts import authenticator
from tests.accounts.authenticator import Authenticator, turn_on
from tests.accounts.letters import Mailbox
from tests.support.in_process import PASSWORD, Answer, Api, a_user, at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The app's clock and the server's show the same second throughout: a code's 30 seconds do not end between the two."""
    now = time.time()
    for clock in (second_factor, authenticator):
        monkeypatch.setattr(clock, "time", SimpleNamespace(time=lambda: now))


@pytest.fixture
def hanako() -> User:
    return a_user("hanako")


@pytest.fixture
def api(hanako: User) -> Api:
    return Api(hanako)


@pytest.fixture
def app(api: Api) -> Authenticator:
    return turn_on(api)[0]


def sign_in(
    code: str | None = None, *, password: str = PASSWORD, path: str = "session/", name: str = "hanako"
) -> Answer:
    return Api().post(path, {"username": name, "password": password, **({} if code is None else {"code": code})})


class TestTurningOn:
    def test_the_app_gets_its_secret_to_type_open_and_scan(self, api: Api) -> None:
        begun = api.post("me/second-factor/begin/", {"password": PASSWORD}).body
        uri = urlsplit(begun["uri"])
        assert (uri.scheme, uri.netloc, unquote(uri.path)) == ("otpauth", "totp", "/Irori testserver:hanako")
        assert parse_qs(uri.query) == {"secret": [begun["secret"]], "issuer": ["Irori testserver"]}
        assert begun["qr"].startswith("data:image/svg+xml")

    def test_nothing_is_asked_for_before_the_app_has_shown_that_it_knows_it(self, api: Api) -> None:
        api.post("me/second-factor/begin/", {"password": PASSWORD})
        assert sign_in().status == 200
        assert api.get("me/second-factor/").body == {"on": False, "recovery_codes_left": 0}

    def test_from_then_on_it_is(self, api: Api) -> None:
        _, codes = turn_on(api)
        assert api.get("me/second-factor/").body == {"on": True, "recovery_codes_left": 10}
        assert len(set(codes)) == 10
        assert sign_in().refusal == (401, "second_factor_required")

    def test_it_takes_the_password(self, api: Api) -> None:
        assert api.post("me/second-factor/begin/", {"password": "stolen session"}).refusal == (400, "wrong_password")
        assert not SecondFactor.objects.exists()

    def test_a_wrong_code_does_not_turn_it_on(self, api: Api) -> None:
        begun = api.post("me/second-factor/begin/", {"password": PASSWORD}).body
        wrong = Authenticator(begun["secret"]).wrong_code()
        assert api.post("me/second-factor/confirm/", {"code": wrong}).refusal == (400, "wrong_code")
        assert sign_in().status == 200

    def test_beginning_again_gives_another_secret(self, api: Api) -> None:
        first = Authenticator(api.post("me/second-factor/begin/", {"password": PASSWORD}).body["secret"])
        api.post("me/second-factor/begin/", {"password": PASSWORD})
        assert api.post("me/second-factor/confirm/", {"code": first.code()}).refusal == (400, "wrong_code")

    def test_it_is_not_turned_on_twice(self, api: Api, app: Authenticator) -> None:
        assert api.post("me/second-factor/begin/", {"password": PASSWORD}).refusal == (409, "second_factor_on")
        assert api.post("me/second-factor/confirm/", {"code": app.code()}).refusal == (409, "second_factor_on")
        assert sign_in(app.code()).status == 200

    def test_it_cannot_be_confirmed_before_it_was_begun(self, api: Api) -> None:
        assert api.post("me/second-factor/confirm/", {"code": "123456"}).refusal == (409, "second_factor_off")


class TestSigningIn:
    @pytest.mark.parametrize("path", ["session/", "token/"])
    def test_a_code_of_the_app(self, app: Authenticator, path: str) -> None:
        assert sign_in(path=path).refusal == (401, "second_factor_required")
        assert sign_in("", path=path).refusal == (401, "second_factor_required")
        assert sign_in(app.code(), path=path).status == 200

    def test_a_step_that_is_refused_signs_nobody_in(self, hanako: User, app: Authenticator) -> None:
        before = Session.objects.count()
        for answer in (sign_in(), sign_in(app.wrong_code())):
            assert not answer.cookies
        assert Session.objects.count() == before

    def test_a_wrong_password_is_no_hint_of_it(self, app: Authenticator) -> None:
        assert sign_in(app.code(), password="wrong").refusal == (401, "wrong_credentials")
        assert sign_in(app.code()).status == 200, "and spends no code"

    @pytest.mark.parametrize("steps", [0, 1])
    def test_a_code_is_good_once(self, app: Authenticator, steps: int) -> None:
        code = app.code(steps=steps)
        assert sign_in(code).status == 200
        assert sign_in(code).refusal == (400, "wrong_code")

    def test_nor_is_one_before_it(self, app: Authenticator) -> None:
        assert sign_in(app.code(steps=1)).status == 200
        assert sign_in(app.code()).refusal == (400, "wrong_code")

    @pytest.mark.parametrize("steps", [-2, 2, 100])
    def test_a_code_is_good_about_now(self, app: Authenticator, steps: int) -> None:
        assert sign_in(app.code(steps=steps)).refusal == (400, "wrong_code")

    def test_anothers_code(self, app: Authenticator) -> None:
        other, recovery = turn_on(Api(a_user("kenji")))
        assert sign_in(other.code()).refusal == (400, "wrong_code")
        assert sign_in(recovery[0]).refusal == (400, "wrong_code")

    @pytest.mark.parametrize("code", ["１２３４５６", "あいうえお", "12345", "x" * 40])
    def test_codes_that_are_none(self, app: Authenticator, code: str) -> None:
        assert sign_in(code).refusal == (400, "wrong_code")

    def test_as_people_type_it(self, app: Authenticator) -> None:
        code = app.code()
        wide = code.translate({ord(digit): ord(digit) - ord("0") + ord("０") for digit in "0123456789"})
        assert sign_in(f" {wide[:3]} {wide[3:]} ").status == 200

    def test_people_without_it_are_asked_nothing(self) -> None:
        a_user("kenji")
        assert sign_in(name="kenji").status == sign_in("123456", name="kenji").status == 200

    def test_a_refresh_does_not_ask_again(self, app: Authenticator) -> None:
        browser = Api()
        browser.post("session/", {"username": "hanako", "password": PASSWORD, "code": app.code()})
        assert browser.post("session/refresh/").status == 200


@pytest.mark.django_db(transaction=True)
def test_of_many_who_use_one_code_at_once_one_gets_in(api: Api, app: Authenticator) -> None:
    code = app.code()
    answers = at_once(*[lambda: sign_in(code) for _ in range(5)])
    assert sorted(answer.status for answer in answers) == [200, 400, 400, 400, 400]


class TestGuessing:
    def test_it_slows_down_and_goes_on(self, app: Authenticator) -> None:
        for _ in range(5):
            assert sign_in(app.wrong_code()).refusal == (400, "wrong_code")
        refused = sign_in(app.code())
        assert refused.refusal == (429, "rate_limited")
        assert 1 <= int(refused.headers["Retry-After"]) <= 30
        some_time_passes(seconds=31)
        assert sign_in(app.code()).status == 200

    def test_each_more_doubles_the_wait_up_to_an_hour(self, app: Authenticator) -> None:
        waits = []
        for failures in (5, 6, 7, 50, 5_000_000):
            SecondFactor.objects.update(failures=failures, failed_at=timezone.now())
            waits.append(int(sign_in(app.code()).headers["Retry-After"]))
        assert waits == [30, 60, 120, 3600, 3600]

    def test_a_right_one_begins_the_count_anew(self, app: Authenticator) -> None:
        for _ in range(4):
            sign_in(app.wrong_code())
        assert sign_in(app.code()).status == 200
        assert sign_in(app.wrong_code()).refusal == (400, "wrong_code")
        assert sign_in(app.code(steps=1)).status == 200

    def test_it_keeps_nobody_out_who_has_a_recovery_code(self, api: Api) -> None:
        app, recovery = turn_on(api)
        for _ in range(6):
            sign_in(app.wrong_code())
        assert sign_in(recovery[0]).status == 200

    def test_without_the_password_nothing_is_counted(self, app: Authenticator) -> None:
        for _ in range(10):
            sign_in(app.wrong_code(), password="wrong")
        assert sign_in(app.code()).status == 200


class TestRecoveryCodes:
    def test_each_signs_in_once(self, api: Api) -> None:
        _, recovery = turn_on(api)
        assert sign_in(recovery[3]).status == 200
        assert sign_in(recovery[3]).refusal == (400, "wrong_code")
        assert sign_in(recovery[4].lower().replace("-", " ")).status == 200
        assert api.get("me/second-factor/").body["recovery_codes_left"] == 8

    def test_they_are_not_kept_readable(self, api: Api) -> None:
        _, recovery = turn_on(api)
        stored = " ".join(RecoveryCode.objects.values_list("digest", flat=True))
        assert not any(code in stored or code.replace("-", "") in stored for code in recovery)

    def test_new_ones_end_the_old(self, api: Api) -> None:
        app, old = turn_on(api)
        new = api.post("me/second-factor/recovery-codes/", {"password": PASSWORD, "code": app.code()}).body[
            "recovery_codes"
        ]
        assert not set(old) & set(new)
        assert sign_in(old[0]).refusal == (400, "wrong_code")
        assert sign_in(new[0]).status == 200

    def test_new_ones_take_the_password_and_something_to_recover(self, api: Api) -> None:
        call = "me/second-factor/recovery-codes/"
        assert api.post(call, {"password": PASSWORD}).refusal == (409, "second_factor_off")
        turn_on(api)
        assert api.post(call, {"password": "stolen session"}).refusal == (400, "wrong_password")


class TestTurningOff:
    def test_it_takes_the_password(self, api: Api, app: Authenticator) -> None:
        assert api.post("me/second-factor/off/", {"password": "stolen session"}).refusal == (400, "wrong_password")
        assert sign_in().refusal == (401, "second_factor_required")

    def test_the_password_alone_signs_in_again(self, api: Api, app: Authenticator) -> None:
        assert api.post("me/second-factor/off/", {"password": PASSWORD, "code": app.code()}).status == 204
        assert sign_in().status == 200
        assert not RecoveryCode.objects.exists()

    def test_the_person_hears_of_it(self, mailbox: Mailbox) -> None:
        api = Api(a_user("hanako"))
        app, _ = turn_on(api)
        api.post("me/second-factor/off/", {"password": PASSWORD, "code": app.code()})
        assert mailbox.subjects == [("hanako@example.org", "Two-step sign-in on testserver was turned off")]

    def test_off_is_off(self, api: Api) -> None:
        assert api.post("me/second-factor/off/", {"password": PASSWORD}).status == 204


@pytest.mark.parametrize("call", ["off/", "recovery-codes/"])
class TestWithoutTheSecondStep:
    """Who has a password and a session, and not the app, changes nothing about it."""

    def test_the_password_is_not_enough(self, api: Api, app: Authenticator, call: str) -> None:
        for form in ({}, {"code": ""}):
            refused = api.post(f"me/second-factor/{call}", {"password": PASSWORD, **form})
            assert refused.refusal == (401, "second_factor_required")
        assert sign_in().refusal == (401, "second_factor_required")
        assert api.get("me/second-factor/").body == {"on": True, "recovery_codes_left": 10}

    def test_nor_is_a_wrong_code_or_anothers(self, api: Api, app: Authenticator, call: str) -> None:
        other, recovery = turn_on(Api(a_user("kenji")))
        for code in (app.wrong_code(), other.code(), recovery[0]):
            refused = api.post(f"me/second-factor/{call}", {"password": PASSWORD, "code": code})
            assert refused.refusal == (400, "wrong_code")
        assert sign_in(app.code()).status == 200

    def test_a_code_without_the_password_is_not_spent(self, api: Api, app: Authenticator, call: str) -> None:
        code = app.code()
        refused = api.post(f"me/second-factor/{call}", {"password": "stolen session", "code": code})
        assert refused.refusal == (400, "wrong_password")
        assert sign_in(code).status == 200

    def test_a_code_that_signed_in_is_spent(self, api: Api, app: Authenticator, call: str) -> None:
        code = app.code()
        assert sign_in(code).status == 200
        refused = api.post(f"me/second-factor/{call}", {"password": PASSWORD, "code": code})
        assert refused.refusal == (400, "wrong_code")

    def test_guessing_slows_down_as_at_the_sign_in(self, api: Api, app: Authenticator, call: str) -> None:
        for _ in range(5):
            api.post(f"me/second-factor/{call}", {"password": PASSWORD, "code": app.wrong_code()})
        refused = api.post(f"me/second-factor/{call}", {"password": PASSWORD, "code": app.code()})
        assert refused.refusal == (429, "rate_limited")
        assert sign_in(app.code()).refusal == (429, "rate_limited")

    def test_a_recovery_code_does_instead(self, api: Api, call: str) -> None:
        _, recovery = turn_on(api)
        done = api.post(f"me/second-factor/{call}", {"password": PASSWORD, "code": recovery[0]})
        assert done.status in (200, 204)


@pytest.mark.parametrize("call", ["", "begin/", "confirm/", "recovery-codes/", "off/"])
def test_it_takes_being_signed_in(call: str) -> None:
    answer = Api().post(f"me/second-factor/{call}", {}) if call else Api().get("me/second-factor/")
    assert answer.refusal == (401, "not_authenticated")


class TestSecret:
    def test_it_is_not_kept_readable(self, app: Authenticator) -> None:
        assert app.secret not in SecondFactor.objects.get().secret

    def test_it_outlives_a_change_of_the_sites_secret(self, app: Authenticator, settings: Settings) -> None:
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another secret " * 4, [settings.SECRET_KEY]
        assert sign_in(app.code()).status == 200
        settings.SECRET_KEY_FALLBACKS = []
        assert sign_in(app.code(steps=1)).status == 200, "it was sealed anew"

    def test_without_the_secret_before_recovery_codes_still_work(self, api: Api, settings: Settings) -> None:
        app, recovery = turn_on(api)
        settings.SECRET_KEY = "another secret " * 4
        assert sign_in(app.code()).refusal == (400, "wrong_code")
        assert sign_in(recovery[0]).status == 200


class TestAdmin:
    @pytest.fixture
    def hanako(self) -> User:
        return a_user("hanako", is_staff=True, is_superuser=True)

    def log_in(self, **form: str) -> Any:
        return Client().post("/admin/login/", {"username": "hanako", "password": PASSWORD, **form})

    def test_its_own_sign_in_is_no_way_around_it(self, app: Authenticator) -> None:
        for form in ({}, {"code": ""}, {"code": app.wrong_code()}):
            page = self.log_in(**form)
            assert page.status_code == 200
            assert "sessionid" not in page.cookies
        assert "sessionid" in self.log_in(code=app.code()).cookies

    def test_it_says_what_is_missing(self, app: Authenticator) -> None:
        page = self.log_in().content.decode()
        assert "enter a code of your app" in page
        assert 'name="code"' in page

    def test_a_wrong_password_is_no_hint_of_it(self, app: Authenticator) -> None:
        assert "code of your app" not in self.log_in(password="wrong").content.decode()

    def test_without_it_nothing_more_is_asked(self, hanako: User) -> None:
        assert "sessionid" in self.log_in().cookies

    def test_an_administrator_turns_it_off_for_somebody(self, hanako: User) -> None:
        kenji = a_user("kenji")
        turn_on(Api(kenji))
        admin = Client()
        admin.force_login(hanako)
        page = f"/admin/accounts/user/{kenji.pk}/change/"
        assert "icon-yes" in admin.get(page).content.decode()
        form = {"action": "reset_second_factor", "_selected_action": [str(kenji.pk)]}
        admin.post("/admin/accounts/user/", form)
        assert "icon-yes" not in admin.get(page).content.decode()
        assert sign_in(name="kenji").status == 200

    def test_staff_does_not_do_so_for_other_staff(self, hanako: User, app: Authenticator) -> None:
        staff = a_user("staff", is_staff=True)
        staff.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user"]))
        admin = Client()
        admin.force_login(staff)
        admin.post("/admin/accounts/user/", {"action": "reset_second_factor", "_selected_action": [str(hanako.pk)]})
        assert sign_in().refusal == (401, "second_factor_required")


def test_deactivated_is_deactivated(hanako: User, app: Authenticator) -> None:
    people.set_active(user=hanako, active=False)
    assert sign_in(app.code()).refusal == (401, "wrong_credentials")


def some_time_passes(*, seconds: int) -> None:
    factor = SecondFactor.objects.get()
    SecondFactor.objects.update(failed_at=factor.failed_at - timedelta(seconds=seconds))
