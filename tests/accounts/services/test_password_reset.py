"""A new password by mail."""

from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts import signed_links
from accounts.models import Session, User
from accounts.services import password_reset, people
from core.jobs import backlog
from core.jobs.models import Job
from tests.accounts.letters import Mailbox
from tests.core.jobs.due import no_pause
from tests.support.in_process import PASSWORD, Answer, Api, a_user, at_once

NEW_PASSWORD = "embers glow until morning"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hanako(mailbox: Mailbox) -> User:
    return a_user("hanako", language="ja")


def forget(name: str, **headers: str) -> Answer:
    return Api().post("password/forgotten/", {"username": name}, headers)


def reset(link: str, new: str = NEW_PASSWORD) -> Answer:
    return Api().post("password/reset/", {"link": link, "new": new})


def link_for(name: str, mailbox: Mailbox) -> str:
    forget(name)
    return mailbox.link()["link"]


@pytest.mark.parametrize("name", ["hanako", "HANAKO", "hanako@example.org", "Hanako@Example.org"])
def test_the_link_sets_a_new_password(hanako: User, mailbox: Mailbox, name: str) -> None:
    assert reset(link_for(name, mailbox)).status == 204
    hanako.refresh_from_db()
    assert hanako.check_password(NEW_PASSWORD)
    assert not hanako.check_password(PASSWORD)


def test_every_device_is_signed_out(hanako: User, mailbox: Mailbox) -> None:
    phone, kenji = Api(hanako), Api(a_user("kenji"))
    reset(link_for("hanako", mailbox))
    assert phone.get("me/").refusal == (401, "session_revoked")
    assert Session.objects.get(user=hanako).end == "password_changed"
    assert kenji.get("me/").status == 200


def test_nobody_can_tell_whose_account_exists(hanako: User, mailbox: Mailbox) -> None:
    people.set_active(user=a_user("gone"), active=False)
    a_user("nowhere", email="")
    answers = [forget(name) for name in ("hanako", "gone", "nowhere", "nobody", "nobody@example.org")]
    assert {(answer.status, bytes(answer.body)) for answer in answers} == {(202, b"")}
    assert [letter.to for letter in mailbox.letters] == [["hanako@example.org"]]


def test_the_answer_comes_before_anybody_is_looked_up(hanako: User, mailbox: Mailbox) -> None:
    """A call does the same whoever it is about, so neither its answer nor its time tells."""

    def statements(name: str) -> list[str]:
        backlog.forget()  # or only some calls would count what waits
        with CaptureQueriesContext(connection) as asked:
            forget(name)
        return [query["sql"].split("VALUES")[0] for query in asked.captured_queries]

    statements("somebody")
    assert statements("hanako") == statements("nobody")
    assert not any("accounts_user" in statement for statement in statements("kenji"))
    assert len(mailbox.letters) == 1


def test_a_letter_that_waits_does_not_say_what_it_is_about(hanako: User, mailbox: Mailbox) -> None:
    forget("hanako@example.org")
    job = Job.objects.get()
    assert "hanako" not in f"{job.payload} {job.key}"
    assert len(mailbox.letters) == 1
    assert not Job.objects.exists()


def test_asked_for_twice_while_it_waits_it_is_one_letter(hanako: User, mailbox: Mailbox) -> None:
    forget("hanako")
    forget("Hanako")
    assert Job.objects.count() == 1
    assert len(mailbox.letters) == 1


def test_a_link_is_good_once(hanako: User, mailbox: Mailbox) -> None:
    link = link_for("hanako", mailbox)
    reset(link)
    assert reset(link, "another one by the fire").refusal == (400, "link_invalid")
    hanako.refresh_from_db()
    assert hanako.check_password(NEW_PASSWORD)


def test_of_two_uses_at_once_one_counts(hanako: User, mailbox: Mailbox) -> None:
    link = link_for("hanako", mailbox)
    passwords = [f"warm hands number {turn}" for turn in "abcd"]
    answers = at_once(*[lambda new=new: reset(link, new) for new in passwords])
    assert sorted(answer.status for answer in answers) == [204, 400, 400, 400]
    hanako.refresh_from_db()
    assert hanako.check_password(passwords[[answer.status for answer in answers].index(204)])


def test_a_weak_password_does_not_spend_the_link(hanako: User, mailbox: Mailbox) -> None:
    link = link_for("hanako", mailbox)
    assert reset(link, "hanako@example").fields == {"new": ["password_too_similar"]}
    assert reset(link).status == 204


def test_it_expires(hanako: User, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    link = link_for("hanako", mailbox)
    monkeypatch.setattr(password_reset, "LIFETIME", password_reset.LIFETIME * 0)
    assert reset(link).refusal == (400, "link_invalid")


def test_links_that_were_never_ours(hanako: User, mailbox: Mailbox) -> None:
    link = link_for("hanako", mailbox)
    others = [
        "",
        "x",
        link[:-1],
        f"{link}x",
        signed_links.make("address", user=hanako.pk, email="x@example.org", was=hanako.email),
        signed_links.make("password_reset", user=hanako.pk, state="guessed"),
        signed_links.make("password_reset", user=0, state=""),
    ]
    for other in others:
        answer = reset(other)
        assert answer.refusal == (400, "link_invalid") or answer.fields == {"link": ["blank"]}
    hanako.refresh_from_db()
    assert hanako.check_password(PASSWORD)


@pytest.mark.parametrize(
    "change",
    [
        lambda user: people.set_active(user=user, active=False),
        lambda user: User.objects.filter(pk=user.pk).update(email="other@example.org"),
        lambda user: people.change_password(user=user, current=PASSWORD, new="changed in between", keep=None),
    ],
)
def test_what_happened_meanwhile_spends_it(hanako: User, mailbox: Mailbox, change: Any) -> None:
    link = link_for("hanako", mailbox)
    change(hanako)
    assert reset(link).refusal == (400, "link_invalid")


def test_opening_the_link_confirms_the_address(hanako: User, mailbox: Mailbox) -> None:
    assert hanako.email_verified_at is None
    reset(link_for("hanako", mailbox))
    hanako.refresh_from_db()
    assert hanako.email_verified_at is not None


def test_one_letter_a_minute_however_often_it_is_asked_for(hanako: User, mailbox: Mailbox) -> None:
    for name in ("hanako", "hanako@example.org", "HANAKO"):
        assert forget(name).status == 202
    assert len(mailbox.letters) == 1
    mailbox.a_minute_passes()
    forget("hanako")
    assert len(mailbox.letters) == 2


class TestLetters:
    def test_they_speak_the_persons_language(self, hanako: User, mailbox: Mailbox) -> None:
        forget("hanako", **{"Accept-Language": "en"})
        assert mailbox.subjects == [("hanako@example.org", "testserver のパスワードの再設定")]

    def test_or_that_of_who_asks_where_it_is_not_known(self, mailbox: Mailbox) -> None:
        a_user("kenji")
        forget("kenji", **{"Accept-Language": "ja,en;q=0.5"})
        forget("kenji@example.org")
        assert mailbox.subjects == [("kenji@example.org", "testserver のパスワードの再設定")]

    def test_links_lead_where_the_settings_say(self, hanako: User, mailbox: Mailbox, settings: Settings) -> None:
        settings.ORIGINS = ["https://chat.example.org", "https://other.example.org"]
        settings.ALLOWED_HOSTS = ["*"]
        forget("hanako", Host="evil.example")
        body = str(mailbox.letters[0].body)
        assert "https://chat.example.org/reset#link=" in body
        assert "evil" not in body

    def test_the_person_hears_of_the_change(self, hanako: User, mailbox: Mailbox) -> None:
        reset(link_for("hanako", mailbox))
        assert mailbox.subjects[-1] == ("hanako@example.org", "testserver のパスワードが変更されました")

    def test_also_of_one_in_the_settings(self, hanako: User, mailbox: Mailbox) -> None:
        Api(hanako).post("me/password/", {"current": PASSWORD, "new": NEW_PASSWORD})
        assert mailbox.subjects == [("hanako@example.org", "testserver のパスワードが変更されました")]

    def test_a_mail_server_that_is_away_takes_no_letter_with_it_but_its_own(
        self, hanako: User, mailbox: Mailbox, settings: Settings, caplog: pytest.LogCaptureFixture
    ) -> None:
        works = settings.EMAIL_BACKEND
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        assert forget("hanako").status == 202
        assert mailbox.letters == []
        assert "could not be sent by 127.0.0.1" in caplog.text
        settings.EMAIL_BACKEND = works
        mailbox.a_minute_passes()
        forget("hanako")
        assert len(mailbox.letters) == 1


def test_a_letter_that_failed_is_not_held_for_the_second_in_a_minute(
    hanako: User, mailbox: Mailbox, settings: Settings
) -> None:
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    forget("hanako")
    assert mailbox.letters == []
    settings.EMAIL_BACKEND = works
    no_pause()
    assert len(mailbox.letters) == 1


def test_an_address_that_the_mail_server_refuses_is_not_tried_again(
    hanako: User, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: Any) -> None:
        raise SMTPRecipientsRefused({"hanako@example.org": (550, b"no such user hanako")})

    monkeypatch.setattr("accounts.mail.send_mail", refuse)
    forget("hanako")
    assert mailbox.letters == []
    assert not Job.objects.exists()
    assert "refused" in caplog.text
    assert "hanako" not in caplog.text


def test_a_site_without_mail_says_so(hanako: User, settings: Settings) -> None:
    settings.SENDS_MAIL = False
    assert forget("hanako").refusal == (409, "mail_unavailable")
    assert forget("nobody").refusal == (409, "mail_unavailable")
