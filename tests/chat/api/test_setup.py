"""The REST door to claiming an empty site."""

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts import signed_links
from accounts.models import User
from accounts.services import people
from chat.services import site
from tests.support.in_process import PASSWORD, Answer, Api, a_user, at_once

pytestmark = pytest.mark.django_db


def claim(**changes: str | bool) -> Answer:
    form: dict[str, str | bool] = {
        "username": "hanako",
        "email": "hanako@example.org",
        "password": PASSWORD,
        "room": "Hearth",
    }
    return Api().post("setup/", {"code": site.setup_code(), **form, **changes})


def test_the_first_person_is_signed_in_and_finds_a_room() -> None:
    assert Api().get("setup/").body == {"needed": True}
    answer = claim()
    assert (answer.status, answer.body["user"]["is_staff"]) == (201, True)
    assert answer.cookies["irori_refresh"]["httponly"]
    (room,) = Api(User.objects.get()).get("rooms/").body["results"]
    assert (room["name"], room["role"]) == ("Hearth", "owner")
    assert Api().get("setup/").body == {"needed": False}


def test_next_steps_are_shown_until_the_administrator_hides_them() -> None:
    answer = claim()
    assert answer.body["user"]["next_steps"] is True
    hanako = Api(User.objects.get())
    assert hanako.patch("me/", {"next_steps": False}).body["next_steps"] is False
    assert hanako.get("me/").body["next_steps"] is False


@pytest.mark.parametrize(("form", "entered"), [({"default_room": True}, 1), ({}, 0)])
def test_whether_people_who_join_later_enter_the_first_room(form: dict[str, bool], entered: int) -> None:
    assert claim(**form).status == 201
    person = people.register(username="kenji", email="kenji@example.org", password=PASSWORD)
    assert person.memberships.count() == entered


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
        ("room", "\u202eHearth", "invalid"),
        ("room", "\u2800", "invalid"),
        ("email", "none", "invalid"),
        ("password", "short", "password_too_short"),
        ("username", "ha@na", "invalid"),
        ("username", "here", "username_reserved"),
        ("username", "ｈｅｒｅ", "username_reserved"),
        ("username", "h\u0435re", "username_reserved"),
        ("username", "...", "username_reserved"),
    ],
)
def test_what_is_wrong_leaves_the_site_unclaimed(field: str, value: str, code: str) -> None:
    assert claim(**{field: value}).fields == {field: [code]}
    assert Api().get("setup/").body == {"needed": True}


class TestBeforeAnybodyHasSetItUp:
    """Were a stranger the first, whoever runs the site could not come in."""

    FORM = {"username": "kenji", "email": "kenji@example.org", "password": PASSWORD}

    @pytest.mark.parametrize("registration", ["open", "invitation"])
    @pytest.mark.parametrize("verification", [False, True])
    @pytest.mark.parametrize(
        ("call", "form"),
        [
            ("register/", FORM),
            ("register/", {**FORM, "invitation": "x" * 20}),
            ("register/", {"username": "kenji", "password": PASSWORD, "proof": "forged"}),
            ("register/link/", {"email": "kenji@example.org"}),
        ],
    )
    def test_nobody_makes_an_account(
        self, registration: str, verification: bool, call: str, form: dict[str, str], settings: Settings
    ) -> None:
        settings.REGISTRATION, settings.EMAIL_VERIFICATION = registration, verification
        assert Api().post(call, form).refusal == (403, "setup_needed")
        assert not User.objects.exists()
        assert claim().status == 201
        assert Api().post("register/", self.FORM).status == (
            201 if (registration, verification) == ("open", False) else 403
        )

    def test_a_closed_site_says_so(self, settings: Settings) -> None:
        settings.REGISTRATION = "closed"
        assert Api().post("register/", self.FORM).refusal == (403, "registration_closed")

    def test_a_link_from_elsewhere_makes_no_account(self, settings: Settings) -> None:
        proof = signed_links.make("join", email="kenji@example.org", invitation="")
        form = {"username": "kenji", "password": PASSWORD, "proof": proof}
        assert Api().post("register/", form).refusal == (403, "setup_needed")

    def test_the_console_is_another_way(self) -> None:
        call_command("createsuperuser", "--noinput", username="hanako", email="hanako@example.org", verbosity=0)
        assert Api().get("setup/").body == {"needed": False}
        assert claim(username="other", email="other@example.org").refusal == (403, "setup_done")
        assert Api().post("register/", self.FORM).status == 201

    def test_once_it_is_set_up_it_stays_it(self) -> None:
        claim()
        administrator = User.objects.get()
        people.set_active(user=administrator, active=False)
        User.objects.update(is_staff=False, is_superuser=False)
        assert claim(username="other", email="other@example.org").refusal == (403, "setup_done")
        assert Api().post("register/", self.FORM).status == 201

    def test_the_code_cannot_be_guessed_at_leisure(self, settings: Settings) -> None:
        settings.RATES = {**settings.RATES, "setup": "10/min"}
        cache.clear()
        refusals = [claim(code="AAAA-AAAA-AAAA").refusal for _ in range(11)]
        assert refusals[:10] == [(403, "wrong_setup_code")] * 10
        assert refusals[10] == (429, "rate_limited")
        cache.clear()


@pytest.mark.django_db(transaction=True)
def test_of_a_claim_and_registrations_at_once_the_claim_always_succeeds() -> None:
    def register(name: str) -> Answer:
        return Api().post("register/", {"username": name, "email": f"{name}@example.org", "password": PASSWORD})

    names = ("kenji", "yuki", "mai")
    claimed, *others = at_once(claim, *[lambda name=name: register(name) for name in names])
    assert claimed.status == 201
    assert {answer.status for answer in others} <= {201, 403}
    assert {answer.body["code"] for answer in others if answer.status == 403} <= {"setup_needed"}
    assert User.objects.order_by("pk")[0].is_superuser
    assert User.objects.filter(is_superuser=True).count() == 1


@pytest.mark.parametrize(
    ("username", "email"),
    [
        ("hanako", "other@example.org"),
        ("Hanako", "other@example.org"),
        ("other", "hanako@example.org"),
        ("other", "HANAKO@example.org"),
    ],
)
def test_the_console_says_in_words_what_is_taken(username: str, email: str) -> None:
    claim()
    with pytest.raises(CommandError, match="already"):
        call_command("createsuperuser", "--noinput", username=username, email=email, verbosity=0)
    assert User.objects.count() == 1
