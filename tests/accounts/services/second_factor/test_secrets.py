"""What is kept of the second step cannot be read: recovery codes, and the secret that the app has as well."""

import pytest
from pytest_django import Settings

from accounts.models import RecoveryCode, SecondFactor
from tests.accounts.authenticator import Authenticator, turn_on
from tests.accounts.services.second_factor.sign_in import sign_in
from tests.support.in_process import PASSWORD, Api

pytestmark = pytest.mark.django_db


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
