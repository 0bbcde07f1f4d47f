"""The REST door to claiming an empty site."""

import pytest

from accounts.models import User
from chat.services import site
from tests.inside import PASSWORD, Answer, Api, a_user

pytestmark = pytest.mark.django_db


def claim(**changes: str) -> Answer:
    form = {"username": "hanako", "email": "hanako@example.org", "password": PASSWORD, "room": "Hearth"}
    return Api().post("setup/", {"code": site.setup_code(), **form, **changes})


def test_the_first_person_is_signed_in_and_finds_a_room() -> None:
    assert Api().get("setup/").body == {"needed": True}
    answer = claim()
    assert (answer.status, answer.body["user"]["is_staff"]) == (201, True)
    assert answer.cookies["irori_refresh"]["httponly"]
    (room,) = Api(User.objects.get()).get("rooms/").body["results"]
    assert (room["name"], room["role"]) == ("Hearth", "owner")
    assert Api().get("setup/").body == {"needed": False}


def test_the_administrator_may_be_called_admin() -> None:
    assert claim(username="admin").status == 201


def test_the_second_person_comes_too_late() -> None:
    a_user("kenji")
    assert claim().refusal == (403, "setup_done")


def test_a_wrong_code() -> None:
    answer = claim(code="AAAA-AAAA-AAAA")
    assert answer.refusal == (403, "wrong_setup_code")
    assert not answer.cookies
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("code", "", "blank"),
        ("room", " ", "blank"),
        ("room", "x" * 81, "max_length"),
        ("email", "none", "invalid"),
        ("password", "short", "password_too_short"),
        ("username", "ha@na", "invalid"),
        ("username", "here", "username_reserved"),
        ("username", "...", "username_reserved"),
    ],
)
def test_what_is_wrong_leaves_the_site_unclaimed(field: str, value: str, code: str) -> None:
    assert claim(**{field: value}).fields == {field: [code]}
    assert Api().get("setup/").body == {"needed": True}
