"""Making an account."""

from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import Session, User
from tests.support.in_process import PASSWORD, Api, a_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("founder")]


def register(**changes: Any) -> Any:
    form = {"username": "kenji", "email": "kenji@example.org", "password": PASSWORD, **changes}
    return Api().post("register/", {name: value for name, value in form.items() if value is not None})


def test_registering_signs_in() -> None:
    answer = register(display_name="Kenji 健二")
    assert answer.status == 201
    kenji = User.objects.get(username="kenji")
    assert answer.body["user"] == {
        "id": kenji.pk,
        "username": "kenji",
        "display_name": "Kenji 健二",
        "avatar": None,
        "status": None,
        "email": "kenji@example.org",
        "email_verified": False,
        "language": "",
        "time_zone": "",
        "is_staff": False,
        "next_steps": False,
    }
    assert answer.body["session"] == str(Session.objects.get().pk)
    assert answer.body["expires_in"] == 600
    assert "irori_refresh" in answer.cookies
    assert kenji.check_password(PASSWORD)
    assert not kenji.is_superuser


def test_without_a_display_name_the_user_name_is_shown() -> None:
    assert register().body["user"]["display_name"] == "kenji"


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"username": None}, {"username": ["required"]}),
        ({"username": ""}, {"username": ["blank"]}),
        ({"username": None, "email": None}, {"username": ["required"], "email": ["required"]}),
        ({"username": "x" * 41}, {"username": ["max_length"]}),
        ({"username": "ken ji"}, {"username": ["invalid"]}),
        ({"username": "kenji\n"}, None),  # white space around it is taken off
        ({"username": "ken\x00ji"}, {"username": ["null_characters_not_allowed"]}),
        ({"username": ["kenji"]}, {"username": ["invalid"]}),
        ({"username": "kenji@example.org"}, {"username": ["invalid"]}),
        ({"username": "健二"}, None),
        ({"email": "kenji"}, {"email": ["invalid"]}),
        ({"email": ""}, {"email": ["blank"]}),
        ({"email": f"{'k' * 250}@example.org"}, {"email": ["max_length"]}),
        ({"password": "too short"}, {"password": ["password_too_short"]}),
        ({"password": "p" * 257}, {"password": ["max_length"]}),
        ({"password": "91827364559"}, {"password": ["password_entirely_numeric"]}),
        ({"password": "1234567890"}, {"password": ["password_too_common", "password_entirely_numeric"]}),
        ({"password": "kenji@example"}, {"password": ["password_too_similar"]}),
        ({"display_name": "x" * 61}, {"display_name": ["max_length"]}),
        ({"display_name": None, "username": "kenji.k-2_"}, None),
    ],
)  # fmt: skip
def test_each_field_says_what_is_wrong_with_it(changes: dict[str, Any], fields: dict[str, list[str]] | None) -> None:
    answer = register(**changes)
    if fields is None:
        assert answer.status == 201
    else:
        assert {name: sorted(codes) for name, codes in answer.fields.items()} == {
            name: sorted(codes) for name, codes in fields.items()
        }
        assert User.objects.count() == 1


def test_everything_that_is_wrong_is_said_at_once() -> None:
    a_user("kenji", email="other@example.org")
    answer = register(username="Kenji", email="OTHER@example.org", password="hm hm")
    assert answer.fields == {
        "username": ["username_taken"],
        "email": ["email_taken"],
        "password": ["password_too_short"],
    }


@pytest.mark.parametrize("username", ["kenji", "KENJI", "Kenji"])
def test_a_name_is_taken_in_any_case(username: str) -> None:
    a_user("kenji", email="other@example.org")
    assert register(username=username).fields == {"username": ["username_taken"]}


def test_the_wide_letters_of_a_name_are_the_narrow_ones() -> None:
    a_user("kenji", email="other@example.org")
    assert register(username="ｋｅｎｊｉ").fields == {"username": ["username_taken"]}


def test_an_address_is_taken_in_any_case() -> None:
    a_user("other", email="kenji@example.org")
    assert register(email="KENJI@Example.org").fields == {"email": ["email_taken"]}


def test_a_display_name_is_trimmed_and_composed() -> None:
    assert register(display_name=" Rene\u0301 ").body["user"]["display_name"] == "Ren\u00e9"


def test_a_closed_site_takes_nobody(settings: Settings) -> None:
    settings.REGISTRATION = "closed"
    assert register().refusal == (403, "registration_closed")
    assert User.objects.count() == 1


def test_nobody_makes_themselves_an_administrator() -> None:
    assert register(is_staff=True, is_superuser=True, administrator=True).body["user"]["is_staff"] is False
    assert not User.objects.get(username="kenji").is_superuser


def test_a_dead_token_does_not_stand_in_the_way() -> None:
    form = {"username": "kenji", "email": "kenji@example.org", "password": PASSWORD}
    assert Api().post("register/", form, headers={"Authorization": "Bearer dead"}).status == 201
