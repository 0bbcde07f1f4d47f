"""What the audit log says of people who sign in, change what signs them in, and sign out."""

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from accounts.models import Session, User
from accounts.services import email_addresses, invitations, people, sessions
from accounts.tokens import RefreshToken, parse
from core.audit.models import Act
from tests.accounts.authenticator import turn_on
from tests.accounts.letters import Mailbox
from tests.core.audit.said import Said, last, said
from tests.support.in_process import PASSWORD, Api, a_user

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "embers glow until morning"
CREDENTIALS = {"username": "kenji", "password": PASSWORD}


@pytest.fixture(autouse=True)
def _uncounted() -> None:
    cache.clear()


@pytest.fixture
def kenji() -> User:
    return a_user("kenji")


def own(name: str, **details: object) -> Said:
    return Said(name, "kenji", "kenji", details)


@pytest.mark.parametrize("path", ["session/", "token/"])
def test_signing_in(kenji: User, path: str) -> None:
    assert Api().post(path, CREDENTIALS).status == 200
    assert said() == [own("accounts.signed_in")]
    act = Act.objects.select_related("content").get()
    assert (act.door, act.content.address) == ("web", "127.0.0.1")


def test_the_same_call_signs_in_once(kenji: User) -> None:
    for _ in range(2):
        assert Api().post("session/", CREDENTIALS, headers={"Idempotency-Key": "one"}).status == 200
    assert said() == [own("accounts.signed_in")]


def test_signing_out(kenji: User) -> None:
    api = Api(kenji)
    assert [api.delete("session/").status for _ in range(2)] == [204, 204]
    assert said() == [own("accounts.signed_out", devices=1)]


def test_signing_other_devices_out(kenji: User) -> None:
    api, others = Api(kenji), [sessions.begin(kenji) for _ in range(3)]
    api.delete(f"me/sessions/{others[0].session.pk}/")
    api.delete(f"me/sessions/{others[0].session.pk}/")
    api.delete("me/sessions/")
    assert said() == [own("accounts.sessions_ended", devices=1), own("accounts.sessions_ended", devices=2)]


def test_a_copied_token(kenji: User) -> None:
    first = sessions.begin(kenji).refresh
    for _ in range(2):
        token = parse(RefreshToken, first)
        Session.objects.update(generation=token["gen"] + 5)
        assert Api().post("token/refresh/", {"refresh": first}).status == 401
    assert said() == [Said("accounts.token_reused", "", "kenji", {"devices": 1})]


def test_making_an_account(settings: Settings) -> None:
    hanako = a_user("hanako", is_staff=True, is_superuser=True)
    settings.REGISTRATION = "open"
    form = {"username": "kenji", "email": "kenji@example.org", "password": PASSWORD}
    assert Api().post("register/", form, headers={"Idempotency-Key": "one"}).status == 201
    assert Api().post("register/", form, headers={"Idempotency-Key": "one"}).status == 201
    assert said() == [own("accounts.registered")]
    assert hanako.username not in str(said())


def test_the_password(kenji: User) -> None:
    api = Api(kenji)
    for _ in range(2):
        assert api.post("me/password/", {"current": PASSWORD, "new": NEW}).status == 204
    assert said() == [own("accounts.password_changed")]


def test_a_refused_password_is_no_change(kenji: User) -> None:
    Api(kenji).post("me/password/", {"current": "wrong", "new": NEW})
    assert said() == []


def test_a_password_by_a_link(kenji: User, mailbox: Mailbox) -> None:
    Api().post("password/forgotten/", {"username": "kenji"})
    link = mailbox.link()["link"]
    for _ in range(2):
        assert Api().post("password/reset/", {"link": link, "new": NEW}).status == 204
    assert said() == [own("accounts.password_reset")]


def test_the_address(kenji: User, settings: Settings) -> None:
    settings.SENDS_MAIL = False
    api = Api(kenji)
    for _ in range(2):
        assert api.put("me/email/", {"email": "k@example.org", "password": PASSWORD}).status == 200
    assert said() == [own("accounts.email_changed")]
    assert "example" not in str(said())


def test_a_confirmed_address_is_no_change_and_another_one_is(kenji: User, mailbox: Mailbox) -> None:
    api = Api(kenji)
    api.post("me/email/link/")
    api.post("email/confirm/", mailbox.link())
    assert said() == []
    api.put("me/email/", {"email": "k@example.org", "password": PASSWORD})
    api.post("email/confirm/", mailbox.link())
    assert said() == [own("accounts.email_changed")]
    assert email_addresses.LIFETIME


def test_two_step_sign_in(kenji: User) -> None:
    api = Api(kenji)
    app, codes = turn_on(api)
    assert said() == [own("accounts.second_factor_on")]
    renewed = api.post("me/second-factor/recovery-codes/", {"password": PASSWORD, "code": app.code()})
    assert renewed.status == 200
    off = {"password": PASSWORD, "code": renewed.body["recovery_codes"][0]}
    assert api.post("me/second-factor/off/", off).status == 204
    names = [each.name for each in said()]
    assert names[1:] == ["accounts.recovery_codes_made", "accounts.second_factor_off"]
    assert not any(code in str(Act.objects.values_list()) for code in codes)


def test_invitations() -> None:
    hanako = a_user("hanako", is_staff=True, is_superuser=True)
    api = Api(hanako)
    headers = {"Idempotency-Key": "one"}
    made = [api.post("invitations/", {"note": "x", "max_uses": 3}, headers=headers).body["id"] for _ in range(2)]
    for _ in range(2):
        assert api.delete(f"invitations/{made[0]}/").status == 204
    assert said() == [
        Said("accounts.invitation_made", "hanako", "", {"uses": 3}),
        Said("accounts.invitation_revoked", "hanako", "", {}),
    ]


def test_what_fails_leaves_no_act(kenji: User) -> None:
    with pytest.raises(ZeroDivisionError):
        fail_after(kenji)
    assert said() == []


def fail_after(kenji: User) -> None:
    from django.db import transaction

    with transaction.atomic():
        invitations.invite(by=kenji)
        people.set_active(user=kenji, active=False)
        raise ZeroDivisionError


class TestOnTheAdminsPages:
    @pytest.fixture
    def hanako(self) -> User:
        return a_user("hanako", is_staff=True, is_superuser=True)

    def test_signing_in_and_out(self, hanako: User) -> None:
        client = Client()
        form = {"username": "hanako", "password": PASSWORD, "next": "/admin/"}
        assert client.post("/admin/login/", form).status_code == 302
        assert client.post("/admin/logout/").status_code == 200
        assert [each.name for each in said()] == ["accounts.signed_in", "accounts.signed_out"]
        assert set(Act.objects.values_list("door", "by_id")) == {("admin", hanako.pk)}

    def test_a_refused_sign_in(self, hanako: User) -> None:
        form = {"username": "hanako", "password": "wrong", "next": "/admin/"}
        assert Client().post("/admin/login/", form).status_code == 200
        assert said() == [Said("accounts.sign_in_refused", "", "hanako", {"why": "wrong_credentials", "tries": 1})]

    def test_ones_own_password(self, hanako: User) -> None:
        client = Client()
        client.force_login(hanako)
        before = last()
        form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
        assert client.post("/admin/password_change/", form).status_code == 302
        assert said(after=before) == [Said("accounts.password_changed", "hanako", "hanako", {})]
