"""The signed-in person: profile, password, devices."""

import uuid
from typing import Any

import pytest

from accounts.models import Session, User
from accounts.services import people
from tests.support.in_process import PASSWORD, Api, a_user

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "embers glow until morning"


@pytest.fixture
def hanako() -> User:
    return a_user("hanako", display_name="Hanako")


@pytest.fixture
def api(hanako: User) -> Api:
    return Api(hanako)


@pytest.fixture
def kenji() -> Api:
    return Api(a_user("kenji"))


def reason_of(api: Api) -> str:
    """Why this device was signed out; empty while it is not."""
    assert api.tokens is not None
    session = Session.objects.get(pk=api.tokens.session.pk)
    assert bool(session.end) == (session.revoked_at is not None)
    return session.end


class TestProfile:
    def test_it_is_read(self, api: Api, hanako: User) -> None:
        assert api.get("me/").body == {
            "id": hanako.pk,
            "username": "hanako",
            "display_name": "Hanako",
            "avatar": None,
            "status": None,
            "email": "hanako@example.org",
            "email_verified": False,
            "language": "",
            "time_zone": "",
            "is_staff": False,
            "next_steps": False,
        }

    @pytest.mark.parametrize(
        ("change", "stored"),
        [
            ({"display_name": "花子"}, {"display_name": "花子"}),
            ({"display_name": " Hana  "}, {"display_name": "Hana"}),
            ({"language": "ja"}, {"language": "ja"}),
            ({}, {}),
        ],
    )
    def test_it_is_changed(self, api: Api, change: dict[str, str], stored: dict[str, str]) -> None:
        before = api.get("me/").body
        assert api.patch("me/", change).body == {**before, **stored}
        assert api.get("me/").body == {**before, **stored}

    def test_without_a_display_name_the_user_name_is_shown(self, api: Api) -> None:
        assert api.patch("me/", {"display_name": ""}).body["display_name"] == "hanako"

    @pytest.mark.parametrize(
        ("change", "fields"),
        [
            ({"language": "tlh"}, {"language": ["invalid_choice"]}),
            ({"display_name": "x" * 61}, {"display_name": ["max_length"]}),
            ({"display_name": None}, {"display_name": ["null"]}),
        ],
    )
    def test_what_is_wrong_changes_nothing(self, api: Api, kenji: Api, change: Any, fields: Any) -> None:
        before = api.get("me/").body
        assert api.patch("me/", change).fields == fields
        assert api.get("me/").body == before

    def test_nobody_changes_what_they_may_do_or_are_called(self, api: Api) -> None:
        before = api.get("me/").body
        assert (
            api.patch(
                "me/", {"is_staff": True, "username": "root", "email": "root@example.org", "is_superuser": True}
            ).body
            == before
        )


class TestPassword:
    def change(self, api: Api, current: str = PASSWORD, new: str = NEW_PASSWORD) -> Any:
        return api.post("me/password/", {"current": current, "new": new})

    def test_it_is_changed_and_every_other_device_signed_out(self, api: Api, hanako: User, kenji: Api) -> None:
        phone = Api(hanako)
        assert self.change(api).status == 204
        assert (reason_of(api), reason_of(phone), reason_of(kenji)) == ("", "password_changed", "")
        assert phone.get("me/").refusal == (401, "session_revoked")
        hanako.refresh_from_db()
        assert hanako.check_password(NEW_PASSWORD)

    def test_it_takes_the_current_one(self, api: Api, hanako: User) -> None:
        phone = Api(hanako)
        assert self.change(api, current="wrong").refusal == (400, "wrong_password")
        assert reason_of(phone) == ""
        hanako.refresh_from_db()
        assert hanako.check_password(PASSWORD)

    @pytest.mark.parametrize(
        ("new", "code"),
        [
            ("short", "password_too_short"),
            ("hanako@example", "password_too_similar"),
            ("7391846502743", "password_entirely_numeric"),
            ("password123", "password_too_common"),
            ("p" * 257, "max_length"),
        ],
    )
    def test_a_weak_one_is_refused(self, api: Api, hanako: User, new: str, code: str) -> None:
        assert self.change(api, new=new).fields == {"new": [code]}
        hanako.refresh_from_db()
        assert hanako.check_password(PASSWORD)

    def test_white_space_is_part_of_it(self, api: Api, hanako: User) -> None:
        assert self.change(api, new=f" {NEW_PASSWORD} ").status == 204
        hanako.refresh_from_db()
        assert hanako.check_password(f" {NEW_PASSWORD} ")


class TestSessions:
    def test_my_devices_are_listed_the_last_used_first(self, api: Api, hanako: User, kenji: Api) -> None:
        phone = Api(hanako)
        signed_out = Api(hanako)
        signed_out.delete("session/")
        listed = api.get("me/sessions/").body["results"]
        assert [(entry["id"], entry["current"]) for entry in listed] == [(id_of(phone), False), (id_of(api), True)]

    def test_one_of_mine_is_signed_out(self, api: Api, hanako: User) -> None:
        phone, tablet = Api(hanako), Api(hanako)
        assert api.delete(f"me/sessions/{id_of(phone)}/").status == 204
        assert (reason_of(phone), reason_of(tablet), reason_of(api)) == ("signed_out_elsewhere", "", "")
        assert phone.get("me/").refusal == (401, "session_revoked")

    def test_somebody_elses_is_as_unknown_as_none(self, api: Api, kenji: Api) -> None:
        answers = [api.delete(f"me/sessions/{name}/") for name in (id_of(kenji), uuid.uuid4())]
        assert {answer.refusal for answer in answers} == {(404, "not_found")}
        assert reason_of(kenji) == ""

    def test_one_that_ended_is_signed_out_and_keeps_its_reason(self, api: Api, hanako: User, kenji: Api) -> None:
        phone = Api(hanako)
        phone.delete("session/")
        assert api.delete(f"me/sessions/{id_of(phone)}/").status == 204
        assert kenji.delete(f"me/sessions/{id_of(phone)}/").refusal == (404, "not_found")
        assert reason_of(phone) == "signed_out"

    def test_all_others_are_signed_out(self, api: Api, hanako: User, kenji: Api) -> None:
        others = [Api(hanako), Api(hanako)]
        assert api.delete("me/sessions/").status == 204
        assert [reason_of(other) for other in others] == ["signed_out_elsewhere"] * 2
        assert (reason_of(api), reason_of(kenji)) == ("", "")


def id_of(api: Api) -> str:
    assert api.tokens is not None
    return str(api.tokens.session.pk)


class TestPeople:
    @pytest.fixture(autouse=True)
    def _crowd(self, hanako: User) -> None:
        a_user("hana", display_name="Someone")
        a_user("johana", display_name="Johana")
        a_user("taro", display_name="花田太郎")
        a_user("percent", display_name="100% sure")
        people.set_active(user=a_user("hanae"), active=False)

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("hana", ["hana", "hanako", "johana"]),  # the name itself, its beginning, its middle
            ("HANA", ["hana", "hanako", "johana"]),
            ("someone", ["hana"]),
            ("太郎", ["taro"]),
            ("%", ["percent"]),
            ("_", []),
            ("nobody", []),
        ],
    )
    def test_people_are_found_by_either_name(self, api: Api, query: str, found: list[str]) -> None:
        assert [person["username"] for person in api.get("users/", q=query).body["results"]] == found

    def test_found_people_show_no_address(self, api: Api) -> None:
        (person,) = api.get("users/", q="taro").body["results"]
        assert person == {
            "id": person["id"],
            "username": "taro",
            "display_name": "花田太郎",
            "avatar": None,
            "status": None,
        }

    def test_an_address_finds_nobody(self, api: Api) -> None:
        assert api.get("users/", q="taro@example.org").body["results"] == []

    def test_without_a_query_everybody_is_found(self, api: Api) -> None:
        everybody = api.get("users/").body["results"]
        assert {person["username"] for person in everybody} >= {"hanako", "taro"}
        assert api.get("users/", q=" ").body["results"] == everybody

    def test_at_most_twenty_are_shown(self, api: Api) -> None:
        for number in range(25):
            a_user(f"guest{number}")
        assert len(api.get("users/", q="guest").body["results"]) == 20
