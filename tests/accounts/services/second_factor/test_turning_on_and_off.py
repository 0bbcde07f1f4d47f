"""Two-step sign-in is turned on with the password and a code of the app, and off with both."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from accounts.models import RecoveryCode, SecondFactor
from tests.accounts.authenticator import Authenticator, turn_on
from tests.accounts.letters import Mailbox
from tests.accounts.services.second_factor.sign_in import sign_in
from tests.support.in_process import PASSWORD, Api, a_user

pytestmark = pytest.mark.django_db


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
