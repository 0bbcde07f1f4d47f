"""Accounts and sessions whose first answer was lost."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.models import IdempotencyKey, Invitation, RecoveryCode, Session, User
from accounts.services import password_reset, people, sessions
from chat.models import Room
from chat.services import site
from tests.accounts.authenticator import Authenticator, turn_on
from tests.accounts.letters import Mailbox
from tests.idempotency.scene import NEW, profile
from tests.support.in_process import PASSWORD, Answer, Api, a_user

pytestmark = pytest.mark.django_db


def keyed() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid.uuid4())}


@pytest.fixture
def hanako() -> User:
    return a_user("hanako", is_staff=True, is_superuser=True)


@pytest.mark.usefixtures("hanako")
class TestRegistering:
    def register(self, headers: dict[str, str] | None = None, **changes: str) -> Answer:
        return Api().post("register/", {**profile("kenji"), **changes}, headers)

    def test_the_same_account_in_the_same_session(self) -> None:
        headers = keyed()
        first, second = self.register(headers), self.register(headers)
        assert (first.status, second.status) == (201, 201)
        assert first.body["user"] == second.body["user"]
        assert first.body["session"] == second.body["session"] == str(Session.objects.get().pk)
        assert second.cookies["irori_refresh"].value
        access = {"Authorization": f"Bearer {second.body['access']}"}
        assert Api().call("GET", "me/", headers=access).body["username"] == "kenji"

    def test_without_a_key_the_name_is_taken(self) -> None:
        self.register()
        assert self.register().fields == {"username": ["username_taken"], "email": ["email_taken"]}

    @pytest.mark.parametrize("change", [{"password": NEW}, {"display_name": "Kenji"}])
    def test_nothing_is_told_to_who_does_not_send_the_same(self, change: dict[str, str]) -> None:
        headers = keyed()
        self.register(headers)
        assert self.register(headers, **change).fields == {"username": ["username_taken"], "email": ["email_taken"]}
        assert Session.objects.count() == 1

    def test_a_known_key_is_no_way_around_the_count_of_wrong_passwords(self, settings: Settings) -> None:
        settings.ACCOUNT_RATES = {
            **settings.ACCOUNT_RATES,
            "sign_in": {"here": "2/10min", "anywhere": "2/hour", "device": "2/10min"},
        }
        headers = keyed()
        self.register(headers)
        refusals = [self.register(headers, password=f"{NEW} {number}").refusal for number in range(3)]
        assert refusals == [(400, "invalid")] * 2 + [(429, "rate_limited")]

    def test_a_session_that_was_used_is_not_handed_out_again(self) -> None:
        headers = keyed()
        first = self.register(headers)
        sessions.rotate(first.cookies["irori_refresh"].value)
        again = self.register(headers)
        assert again.status == 201
        assert again.body["session"] != first.body["session"]
        assert self.register(headers).body["session"] == again.body["session"]

    def test_the_last_use_of_an_invitation(self, settings: Settings, hanako: User) -> None:
        settings.REGISTRATION = "invitation"
        code = Invitation.objects.create(made_by=hanako, max_uses=1).code
        headers = keyed()
        answers = [self.register(headers, invitation=code) for _ in range(2)]
        assert [answer.status for answer in answers] == [201, 201]
        assert Invitation.objects.get().uses == 1
        assert self.register(keyed(), invitation=code, username="mai").refusal == (403, "invitation_invalid")

    @pytest.mark.parametrize("what", ["deactivated", "second factor", "password"])
    def test_whoever_could_not_sign_in_does_not(self, what: str) -> None:
        headers = keyed()
        self.register(headers)
        kenji = User.objects.get(username="kenji")
        if what == "deactivated":
            people.set_active(user=kenji, active=False)
        elif what == "second factor":
            turn_on(Api(kenji))
        else:
            people.change_password(user=kenji, current=PASSWORD, new=NEW, keep=None)
        assert self.register(headers).fields == {"username": ["username_taken"], "email": ["email_taken"]}

    def test_after_a_day_it_is_forgotten(self) -> None:
        headers = keyed()
        self.register(headers)
        IdempotencyKey.objects.update(at=timezone.now() - timedelta(days=1))
        assert self.register(headers).fields["username"] == ["username_taken"]


class TestSettingUp:
    def form(self) -> dict[str, str]:
        return {**profile("founder"), "code": site.setup_code(), "room": "Hearth"}

    def test_once(self) -> None:
        headers, form = keyed(), self.form()
        answers = [Api().post("setup/", form, headers) for _ in range(2)]
        assert [answer.status for answer in answers] == [201, 201]
        assert answers[0].body["session"] == answers[1].body["session"]
        assert (User.objects.count(), Room.objects.count()) == (1, 1)

    def test_nobody_else_is_signed_in(self) -> None:
        headers, form = keyed(), self.form()
        Api().post("setup/", form, headers)
        for other in ({**form, "password": NEW}, {**form, "code": "AAAA-BBBB-CCCC"}, {**form, "username": "mai"}):
            assert Api().post("setup/", other, headers).refusal == (403, "setup_done")
        assert Api().post("setup/", form).refusal == (403, "setup_done")
        assert Session.objects.count() == 1


class TestSigningIn:
    def sign_in(self, headers: dict[str, str] | None, **changes: str) -> Answer:
        return Api().post("session/", {"username": "hanako", "password": PASSWORD, **changes}, headers)

    def test_one_session(self, hanako: User) -> None:
        headers = keyed()
        assert self.sign_in(headers).body["session"] == self.sign_in(headers).body["session"]
        assert self.sign_in(None).body["session"] != self.sign_in(None).body["session"]
        assert self.sign_in(headers, password=NEW).refusal == (401, "wrong_credentials")

    def test_a_session_that_was_ended_does_not_come_back(self, hanako: User) -> None:
        headers = keyed()
        first = self.sign_in(headers).body["session"]
        sessions.revoke(Session.objects.filter(pk=first), Session.End.SIGNED_OUT)
        assert self.sign_in(headers).body["session"] != first

    def test_with_a_code_that_is_good_once(self, hanako: User) -> None:
        app, recovery = turn_on(Api(hanako))
        for code in (app.code(), recovery[0]):
            headers = keyed()
            first = self.sign_in(headers, code=code)
            assert self.sign_in(headers, code=code).body["session"] == first.body["session"]
            assert self.sign_in(keyed(), code=code).refusal == (400, "wrong_code")
            assert self.sign_in(headers).refusal == (401, "second_factor_required")


class TestTheSecondFactor:
    def test_the_same_secret_and_codes(self, hanako: User) -> None:
        api, headers = Api(hanako), keyed()
        begun = [api.post("me/second-factor/begin/", {"password": PASSWORD}, headers).body for _ in range(2)]
        assert begun[0] == begun[1]
        app = Authenticator(begun[0]["secret"])
        body = {"code": app.code(steps=-1)}
        codes = [api.post("me/second-factor/confirm/", body, headers).body["recovery_codes"] for _ in range(2)]
        assert codes[0] == codes[1]
        assert len(set(codes[0])) == 10
        assert RecoveryCode.objects.count() == 10
        signing_in = {"username": "hanako", "password": PASSWORD, "code": codes[0][3]}
        assert Api().post("session/", signing_in).status == 200
        assert api.post("me/second-factor/confirm/", body).refusal == (409, "second_factor_on")
        other = {"code": app.code()}
        assert api.post("me/second-factor/confirm/", other, headers).refusal == (409, "idempotency_conflict")

    def test_codes_that_were_renewed_since_are_not_shown(self, hanako: User) -> None:
        api = Api(hanako)
        app, _ = turn_on(api)
        headers, body = keyed(), {"password": PASSWORD, "code": app.code()}
        path = "me/second-factor/recovery-codes/"
        first = api.post(path, body, headers).body["recovery_codes"]
        assert api.post(path, body, headers).body["recovery_codes"] == first
        assert api.post(path, {**body, "password": NEW}, headers).refusal == (400, "wrong_password")
        api.post(path, {"password": PASSWORD, "code": first[0]}, keyed())
        assert api.post(path, body, headers).refusal == (400, "wrong_code")

    def test_the_key_of_another_person_shows_nothing(self, hanako: User) -> None:
        headers, kenji = keyed(), Api(a_user("kenji"))
        secrets = {
            api.post("me/second-factor/begin/", {"password": PASSWORD}, headers).body["secret"]
            for api in (Api(hanako), kenji)
        }
        assert len(secrets) == 2


class TestPasswords:
    def test_one_that_is_set_already(self, hanako: User, mailbox: Mailbox) -> None:
        api, body = Api(hanako), {"current": PASSWORD, "new": NEW}
        other = Api(hanako)
        assert [api.post("me/password/", body).status for _ in range(2)] == [204, 204]
        assert len(mailbox.letters) == 1
        assert other.get("me/").refusal == (401, "session_revoked")
        assert api.post("me/password/", {"current": PASSWORD, "new": f"{NEW}, too"}).refusal == (400, "wrong_password")

    def link_for(self, user: User) -> str:
        return password_reset.hand(user=User.objects.get(pk=user.pk), site="").partition("link=")[2]

    def test_a_link_that_has_set_it_already(self, hanako: User, mailbox: Mailbox) -> None:
        body = {"link": self.link_for(hanako), "new": NEW}
        assert [Api().post("password/reset/", body).status for _ in range(2)] == [204, 204]
        assert len(mailbox.letters) == 1
        assert Api().post("password/reset/", {**body, "new": f"{NEW}, too"}).refusal == (400, "link_invalid")

    def test_a_link_that_did_not_set_it_does_not_tell_what_it_is(self, hanako: User) -> None:
        link = self.link_for(hanako)
        people.change_password(user=hanako, current=PASSWORD, new=NEW, keep=None)
        assert Api().post("password/reset/", {"link": link, "new": NEW}).refusal == (400, "link_invalid")
