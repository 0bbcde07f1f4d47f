"""Whose an address is."""

import pytest
from pytest_django import Settings

from accounts import signed_links
from accounts.models import User
from accounts.services import email_addresses
from tests.accounts.letters import Mailbox
from tests.support.in_process import PASSWORD, Answer, Api, a_user, at_once

NEW = "hana@new.example.org"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hanako(mailbox: Mailbox) -> User:
    return a_user("hanako")


@pytest.fixture
def api(hanako: User) -> Api:
    return Api(hanako)


def confirm(api: Api, link: str) -> Answer:
    return api.post("email/confirm/", {"link": link})


def change(api: Api, email: str = NEW, password: str = PASSWORD) -> Answer:
    return api.call("PUT", "me/email/", {"email": email, "password": password})


def address_of(user: User) -> tuple[str, bool]:
    user.refresh_from_db()
    return user.email, user.email_verified_at is not None


class TestConfirming:
    def test_registering_sends_the_link(self, founder: User, mailbox: Mailbox) -> None:
        form = {"username": "kenji", "email": "kenji@example.org", "password": PASSWORD, "language": "ja"}
        assert Api().post("register/", form).body["user"]["email_verified"] is False
        assert mailbox.subjects == [("kenji@example.org", "testserver のメールアドレスの確認")]
        assert confirm(Api(), mailbox.link()["link"]).body == {"email": "kenji@example.org"}
        assert address_of(User.objects.get(username="kenji")) == ("kenji@example.org", True)

    def test_opening_it_twice_does_no_harm(self, api: Api, hanako: User, mailbox: Mailbox) -> None:
        api.post("me/email/link/")
        link = mailbox.link()["link"]
        assert [confirm(Api(), link).status for _ in range(2)] == [200, 200]

    def test_the_letter_is_sent_again_once_a_minute(self, api: Api, mailbox: Mailbox) -> None:
        assert [api.post("me/email/link/").status for _ in range(3)] == [202] * 3
        assert len(mailbox.letters) == 1
        mailbox.a_minute_passes()
        api.post("me/email/link/")
        assert len(mailbox.letters) == 2

    def test_a_confirmed_address_gets_no_more_letters(self, api: Api, mailbox: Mailbox) -> None:
        api.post("me/email/link/")
        confirm(api, mailbox.link()["link"])
        mailbox.a_minute_passes()
        assert api.post("me/email/link/").status == 202
        assert len(mailbox.letters) == 1

    def test_the_link_names_nobody(self, api: Api, mailbox: Mailbox) -> None:
        api.post("me/email/link/")
        (letter,) = mailbox.letters
        assert "hanako" not in str(letter.body).replace(mailbox.link()["link"], "").lower()

    def test_it_expires(self, api: Api, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
        api.post("me/email/link/")
        monkeypatch.setattr(email_addresses, "LIFETIME", email_addresses.LIFETIME * 0)
        assert confirm(api, mailbox.link()["link"]).refusal == (400, "link_invalid")

    def test_an_address_given_up_is_not_confirmed(self, api: Api, hanako: User, mailbox: Mailbox) -> None:
        api.post("me/email/link/")
        User.objects.update(email="other@example.org")
        assert confirm(api, mailbox.link()["link"]).refusal == (400, "link_invalid")
        assert address_of(hanako) == ("other@example.org", False)

    @pytest.mark.parametrize("link", ["x", "a:b:c", "é"])
    def test_links_that_were_never_ours(self, api: Api, link: str) -> None:
        assert confirm(api, link).refusal == (400, "link_invalid")

    def test_it_takes_being_signed_in_to_ask_for_one(self) -> None:
        assert Api().post("me/email/link/").refusal == (401, "not_authenticated")


class TestChanging:
    def test_the_new_address_counts_once_its_link_is_opened(self, api: Api, hanako: User, mailbox: Mailbox) -> None:
        assert change(api).status == 202
        assert address_of(hanako) == ("hanako@example.org", False)
        assert mailbox.subjects == [(NEW, "Confirm your new address for testserver")]
        assert confirm(api, mailbox.link()["link"]).body == {"email": NEW}
        assert address_of(hanako) == (NEW, True)

    def test_the_old_address_hears_of_it(self, api: Api, mailbox: Mailbox) -> None:
        change(api)
        confirm(api, mailbox.link()["link"])
        assert mailbox.subjects[-1] == ("hanako@example.org", "Your address on testserver was changed")

    def test_it_takes_the_password(self, api: Api, hanako: User, mailbox: Mailbox) -> None:
        assert change(api, password="stolen session").refusal == (400, "wrong_password")
        assert mailbox.letters == []

    def test_a_stranger_who_gets_the_letter_can_do_nothing_with_it(
        self, api: Api, hanako: User, mailbox: Mailbox
    ) -> None:
        stranger = Api(a_user("stranger", email="stranger@example.org"))
        change(api, "mistyped@example.org")
        link = mailbox.link()["link"]
        assert confirm(Api(), link).refusal == (401, "not_authenticated")
        assert confirm(stranger, link).refusal == (400, "link_invalid")
        assert address_of(hanako) == ("hanako@example.org", False)

    def test_an_address_that_is_taken_is_told_to_its_owner_alone(
        self, api: Api, hanako: User, mailbox: Mailbox
    ) -> None:
        a_user("kenji")
        assert change(api, "Kenji@example.org").status == 202
        assert confirm(api, mailbox.link()["link"]).fields == {"email": ["email_taken"]}
        assert address_of(hanako) == ("hanako@example.org", False)

    def test_two_who_take_it_at_once(self, mailbox: Mailbox) -> None:
        people = [a_user(name) for name in ("kenji", "yuki", "mai")]
        asked = [
            (Api(person), signed_links.make("address", user=person.pk, email=NEW, was=person.email))
            for person in people
        ]
        answers = at_once(*[lambda api=api, link=link: confirm(api, link) for api, link in asked])
        assert sorted(answer.status for answer in answers) == [200, 400, 400]
        assert User.objects.filter(email=NEW).count() == 1

    def test_the_second_of_two_changes_needs_a_link_of_its_own(self, api: Api, hanako: User, mailbox: Mailbox) -> None:
        change(api, "first@example.org")
        first = mailbox.link()["link"]
        change(api, "second@example.org")
        confirm(api, mailbox.link()["link"])
        assert confirm(api, first).refusal == (400, "link_invalid")
        assert address_of(hanako) == ("second@example.org", True)

    def test_the_same_address_is_no_change(self, api: Api, mailbox: Mailbox) -> None:
        assert change(api, "hanako@example.org").status == 200
        assert mailbox.letters == []

    def test_without_mail_it_counts_at_once_but_unconfirmed(self, api: Api, hanako: User, settings: Settings) -> None:
        settings.SENDS_MAIL = False
        User.objects.filter(pk=hanako.pk).update(email_verified_at="2026-11-20T08:00Z")
        answer = change(api)
        assert (answer.status, answer.body["email"], answer.body["email_verified"]) == (200, NEW, False)
        a_user("kenji")
        assert change(api, "KENJI@example.org").fields == {"email": ["email_taken"]}

    @pytest.mark.parametrize("email", ["", "no address", f"{'k' * 250}@example.org"])
    def test_no_address_at_all(self, api: Api, email: str) -> None:
        assert "email" in change(api, email).fields


class TestRequired:
    @pytest.fixture(autouse=True)
    def _required(self, settings: Settings) -> None:
        settings.EMAIL_VERIFICATION = True

    def sign_in(self, path: str = "session/", password: str = PASSWORD) -> Answer:
        return Api().post(path, {"username": "hanako", "password": password})

    @pytest.mark.parametrize("path", ["session/", "token/"])
    def test_an_address_nobody_has_confirmed_does_not_sign_in(self, hanako: User, mailbox: Mailbox, path: str) -> None:
        assert self.sign_in(path).refusal == (403, "email_unverified")
        assert not hanako.sessions.exists()
        confirm(Api(), mailbox.link()["link"])
        assert self.sign_in(path).status == 200

    def test_who_does_not_know_the_password_learns_nothing(self, hanako: User, mailbox: Mailbox) -> None:
        assert self.sign_in(password="wrong").refusal == (401, "wrong_credentials")
        assert mailbox.letters == []

    def test_who_has_no_address_was_put_here_by_an_administrator(self, mailbox: Mailbox) -> None:
        a_user("hanako", email="")
        assert self.sign_in().status == 200

    def test_who_was_made_at_the_servers_console_need_not_confirm(self, mailbox: Mailbox) -> None:
        User.objects.create_superuser("hanako", "hanako@example.org", PASSWORD)
        assert self.sign_in().status == 200
