"""A code of the app signs in once, about now, and guessing slows down."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import SecondFactor, Session, User
from accounts.services import people
from tests.accounts.authenticator import Authenticator, turn_on
from tests.accounts.services.second_factor.sign_in import sign_in
from tests.support.in_process import PASSWORD, Api, a_user, at_once

pytestmark = pytest.mark.django_db


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


def test_deactivated_is_deactivated(hanako: User, app: Authenticator) -> None:
    people.set_active(user=hanako, active=False)
    assert sign_in(app.code()).refusal == (401, "wrong_credentials")


def some_time_passes(*, seconds: int) -> None:
    factor = SecondFactor.objects.get()
    SecondFactor.objects.update(failed_at=factor.failed_at - timedelta(seconds=seconds))
