"""Ending letters by the link in each of them, without signing in."""

import re
from urllib.parse import quote

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from notifications.models import Preferences
from notifications.services import preferences
from tests.chat.hearth import Hearth
from tests.notifications.services.post import SITE, box, later, sends_mail

pytestmark = pytest.mark.django_db

__all__ = ["box", "sends_mail"]


@pytest.fixture
def link(hearth: Hearth, box: list[EmailMessage]) -> str:
    hearth.say("@yuki")
    later()
    (letter,) = box
    found = re.fullmatch(rf"<{SITE}(/unsubscribe/\?link=\S+)>", letter.extra_headers["List-Unsubscribe"])
    assert found
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"{SITE}{found[1]}" in letter.body
    return found[1]


def test_a_look_changes_nothing(hearth: Hearth, link: str) -> None:
    page = Client(enforce_csrf_checks=True).get(link)
    assert page.status_code == 200
    assert b'<form method="post">' in page.content
    assert Preferences.objects.get(user=hearth.member).mail == "quarter"


def test_one_click(hearth: Hearth, box: list[EmailMessage], link: str) -> None:
    for _ in range(2):
        answer = Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert not answer.cookies
    assert Preferences.objects.get(user=hearth.member).mail == "never"
    assert not Preferences.objects.exclude(user=hearth.member).exists()
    hearth.say("@yuki")
    later()
    assert len(box) == 1


def test_another_link_is_worth_nothing(hearth: Hearth, link: str) -> None:
    token = link.partition("=")[2]
    for wrong in ("x", token[:-1], token + "x", "é", "\0", ""):
        for method in ("get", "post"):
            answer = getattr(Client(), method)(f"/unsubscribe/?link={quote(wrong)}")
            assert answer.status_code == 400, wrong
    assert Preferences.objects.get(user=hearth.member).mail == "quarter"


def test_letters_that_were_turned_on_again(hearth: Hearth, link: str) -> None:
    """Whoever was sent the letter on, or finds it in an archive, cannot end them again."""
    assert b"<form" in Client().get(link).content
    Client().post(link)
    preferences.change(by=hearth.member, mail="hour")
    answers = [Client().get(link), Client().post(link)]
    assert [answer.status_code for answer in answers] == [200, 200]
    for answer in answers:
        assert b"changes nothing any more" in answer.content
        assert b"<form" not in answer.content
    assert Preferences.objects.get(user=hearth.member).mail == "hour"


def test_another_time_is_no_new_beginning(hearth: Hearth, link: str) -> None:
    preferences.change(by=hearth.member, mail="day")
    Client().post(link)
    assert Preferences.objects.get(user=hearth.member).mail == "never"
