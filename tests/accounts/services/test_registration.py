"""Who may make an account: anybody, the invited, nobody, and the owners of an address."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Invitation, User
from accounts.services import invitations
from accounts.services import registration as joining
from tests.accounts.letters import Mailbox
from tests.support.in_process import PASSWORD, Answer, Api, a_user, at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hanako(mailbox: Mailbox) -> User:
    return a_user("hanako", is_staff=True, is_superuser=True)


@pytest.fixture
def staff(hanako: User) -> Api:
    return Api(hanako)


def register(username: str = "kenji", **more: Any) -> Answer:
    form = {"username": username, "email": f"{username}@example.org", "password": PASSWORD, **more}
    return Api().post("register/", form)


class TestByInvitation:
    @pytest.fixture(autouse=True)
    def _by_invitation(self, settings: Settings) -> None:
        settings.REGISTRATION = "invitation"

    def test_it_brings_somebody_in(self, staff: Api, hanako: User) -> None:
        code = staff.post("invitations/", {"note": "Meetup"}).body["code"]
        look = Api().post("register/invitation/", {"invitation": code})
        assert look.body["invited_by"]["username"] == "hanako"
        assert register(invitation=code).status == 201
        invitation = Invitation.objects.get()
        assert (invitation.uses, [guest.username for guest in invitation.guests.all()]) == (1, ["kenji"])

    def test_without_one_nobody_comes_in(self, hanako: User) -> None:
        assert register().refusal == (403, "invitation_required")
        assert register(invitation="").refusal == (403, "invitation_required")
        assert not User.objects.filter(username="kenji").exists()

    @pytest.mark.parametrize(
        "end",
        [
            {"expires_at": timezone.now() - timedelta(seconds=1)},
            {"revoked_at": timezone.now()},
            {"max_uses": 1, "uses": 1},
            {"code": "another"},
        ],
    )
    def test_one_that_has_ended_brings_nobody_in(self, hanako: User, end: dict[str, Any]) -> None:
        code = invitations.invite(by=hanako).code
        Invitation.objects.update(**end)
        assert register(invitation=code).refusal == (403, "invitation_invalid")
        assert Api().post("register/invitation/", {"invitation": code}).refusal == (403, "invitation_invalid")
        assert not User.objects.filter(username="kenji").exists()

    def test_a_form_that_is_refused_uses_nothing_up(self, hanako: User) -> None:
        code = invitations.invite(by=hanako, max_uses=1).code
        assert register("hanako", invitation=code).status == 400
        assert register(invitation=code).status == 201

    def test_the_last_place_is_taken_once(self, hanako: User) -> None:
        code = invitations.invite(by=hanako, max_uses=2).code
        names = ("kenji", "yuki", "mai", "taro", "sora")
        answers = at_once(*[lambda name=name: register(name, invitation=code) for name in names])
        assert sorted(answer.status for answer in answers) == [201, 201, 403, 403, 403]
        assert User.objects.filter(username__in=names).count() == Invitation.objects.get().uses == 2


@pytest.mark.parametrize("registration", ["open", "closed"])
def test_open_and_closed_do_not_ask_for_one(hanako: User, settings: Settings, registration: str) -> None:
    settings.REGISTRATION = registration
    expected = 201 if registration == "open" else 403
    code = invitations.invite(by=hanako).code
    assert [register("kenji").status, register("yuki", invitation=code).status] == [expected] * 2
    assert Invitation.objects.get().uses == (registration == "open")


def test_what_a_stranger_may_do_is_said_before_they_try(settings: Settings) -> None:
    settings.REGISTRATION, settings.EMAIL_VERIFICATION, settings.SENDS_MAIL = "invitation", True, True
    told = {"registration": "invitation", "email_verification": True, "mail": True, "logo": None}
    assert Api().get("site/").body == told


class TestMakingThem:
    def test_staff_lists_makes_and_revokes(self, staff: Api) -> None:
        made = staff.post("invitations/", {"note": "Meetup", "max_uses": 3, "expires_at": None}).body
        assert (made["note"], made["max_uses"], made["uses"], made["expires_at"]) == ("Meetup", 3, 0, None)
        assert staff.get("invitations/").body["results"] == [made]
        assert staff.delete(f"invitations/{made['id']}/").status == 204
        assert staff.get("invitations/").body["results"] == []
        assert staff.delete(f"invitations/{made['id']}/").status == 204
        assert staff.delete(f"invitations/{made['id'] + 1}/").refusal == (404, "not_found")

    def test_without_an_end_it_is_good_for_a_week(self, staff: Api) -> None:
        staff.post("invitations/", {})
        expires_at = Invitation.objects.get().expires_at
        assert expires_at is not None
        assert timedelta(days=6, hours=23) < expires_at - timezone.now() <= timedelta(days=7)

    @pytest.mark.parametrize(
        "person", [None, {}, {"is_staff": True}, {"is_superuser": True}], ids=["nobody", "member", "staff", "root"]
    )
    @pytest.mark.parametrize("call", [("GET", "invitations/"), ("POST", "invitations/"), ("DELETE", "invitations/1/")])
    def test_nobody_else_does(self, hanako: User, person: Any, call: tuple[str, str]) -> None:
        api = Api(None if person is None else a_user("outsider", **person))
        expected = (401, "not_authenticated") if person is None else (403, "forbidden")
        assert api.call(*call, {}).refusal == expected
        assert not Invitation.objects.exists()

    @pytest.mark.parametrize(
        ("form", "fields"),
        [
            ({"max_uses": 0}, {"max_uses": ["min_value"]}),
            ({"note": "x" * 101}, {"note": ["max_length"]}),
            ({"expires_at": "tomorrow"}, {"expires_at": ["invalid"]}),
        ],
    )
    def test_what_makes_no_sense(self, staff: Api, form: Any, fields: Any) -> None:
        assert staff.post("invitations/", form).fields == fields


class TestWithAConfirmedAddress:
    @pytest.fixture(autouse=True)
    def _required(self, settings: Settings, hanako: User) -> None:
        settings.EMAIL_VERIFICATION = True

    def ask(self, email: str = "kenji@example.org", **more: Any) -> Answer:
        return Api().post("register/link/", {"email": email, **more})

    def join(self, proof: str, **more: Any) -> Answer:
        return Api().post("register/", {"username": "kenji", "password": PASSWORD, "proof": proof, **more})

    def test_the_link_comes_first(self, mailbox: Mailbox) -> None:
        assert register().refusal == (403, "email_unverified")
        assert self.ask().status == 202
        assert not User.objects.filter(username="kenji").exists()
        link = mailbox.link()
        assert link["email"] == "kenji@example.org"
        answer = self.join(link["proof"])
        assert (answer.status, answer.body["user"]["email_verified"]) == (201, True)
        assert answer.body["user"]["email"] == "kenji@example.org"

    def test_the_address_is_the_one_the_link_went_to(self, mailbox: Mailbox) -> None:
        self.ask()
        answer = self.join(mailbox.link()["proof"], email="somebody@else.example.org")
        assert answer.body["user"]["email"] == "kenji@example.org"

    def test_nobody_can_tell_whose_account_exists(self, hanako: User, mailbox: Mailbox) -> None:
        answers = [self.ask("Hanako@example.org"), self.ask("kenji@example.org")]
        assert {(answer.status, bytes(answer.body)) for answer in answers} == {(202, b"")}
        assert mailbox.subjects == [
            ("Hanako@example.org", "You have an account on testserver already"),
            ("kenji@example.org", "Your account on testserver"),
        ]

    def test_a_link_is_good_for_one_account(self, mailbox: Mailbox) -> None:
        self.ask()
        proof = mailbox.link()["proof"]
        self.join(proof)
        assert self.join(proof, username="second").fields == {"email": ["email_taken"]}

    def test_it_expires(self, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ask()
        monkeypatch.setattr(joining, "LIFETIME", joining.LIFETIME * 0)
        assert self.join(mailbox.link()["proof"]).refusal == (400, "link_invalid")
        assert self.join("forged").refusal == (400, "link_invalid")

    def test_the_invitation_travels_with_it(self, hanako: User, mailbox: Mailbox, settings: Settings) -> None:
        settings.REGISTRATION = "invitation"
        assert self.ask().refusal == (403, "invitation_required")
        invitation = invitations.invite(by=hanako, max_uses=1)
        self.ask(invitation=invitation.code)
        proof = mailbox.link()["proof"]
        assert self.join(proof).status == 201
        assert Invitation.objects.get().uses == 1

    def test_a_closed_site_sends_nothing(self, mailbox: Mailbox, settings: Settings) -> None:
        settings.REGISTRATION = "closed"
        assert self.ask().refusal == (403, "registration_closed")
        assert mailbox.letters == []

    def test_the_form_says_what_is_missing(self, mailbox: Mailbox) -> None:
        assert Api().post("register/", {"proof": "x"}).fields == {"username": ["required"], "password": ["required"]}


class TestAdmin:
    @pytest.fixture
    def admin(self, hanako: User) -> Client:
        client = Client()
        client.force_login(hanako)
        return client

    def test_a_link_is_made_shown_and_revoked(self, admin: Client, hanako: User, settings: Settings) -> None:
        settings.REGISTRATION = "invitation"
        admin.post("/admin/accounts/invitation/add/", {"note": "Meetup", "max_uses": "3"})
        invitation = Invitation.objects.get()
        assert (invitation.note, invitation.max_uses, invitation.made_by) == ("Meetup", 3, hanako)
        assert register(invitation=invitation.code).status == 201
        page = admin.get(f"/admin/accounts/invitation/{invitation.pk}/change/").content.decode()
        assert f"/invitation#{invitation.code}" in page
        assert "1 of 3" in page
        assert "kenji" in page
        admin.post("/admin/accounts/invitation/", {"action": "revoke", "_selected_action": [str(invitation.pk)]})
        assert "Revoked" in admin.get("/admin/accounts/invitation/").content.decode()
        assert register("yuki", invitation=invitation.code).refusal == (403, "invitation_invalid")

    def test_who_was_put_here_by_an_administrator_need_not_confirm(self, admin: Client, settings: Settings) -> None:
        settings.EMAIL_VERIFICATION = True
        form = {"username": "kenji", "email": "kenji@example.org", "password1": PASSWORD, "password2": PASSWORD}
        admin.post("/admin/accounts/user/add/", form)
        assert Api().post("session/", {"username": "kenji", "password": PASSWORD}).status == 200
