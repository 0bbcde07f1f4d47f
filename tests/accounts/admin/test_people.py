"""People in the admin: added, changed, found, and never deleted."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.models import User
from accounts.services.sessions import begin
from tests.accounts.admin.pages import NEW_PASSWORD, act, change, errors
from tests.support.in_process import PASSWORD, a_user

pytestmark = pytest.mark.django_db


def test_a_new_person_can_sign_in(admin: Client) -> None:
    form = {"username": "yuki", "display_name": "雪", "email": "yuki@example.org"}
    passwords = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert admin.post("/admin/accounts/user/add/", {**form, **passwords}).status_code == 302

    yuki = User.objects.get(username="yuki")
    assert (yuki.display_name, yuki.is_active, yuki.is_staff) == ("雪", True, False)
    assert yuki.check_password(NEW_PASSWORD)
    assert LogEntry.objects.get().object_id == str(yuki.pk)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"username": "Kenji"}, "This user name is taken"),
        ({"username": "ｋｅｎｊｉ"}, "This user name is taken"),
        ({"display_name": "\u202ekenji"}, "can be seen"),
        ({"email": "KENJI@example.org"}, "belongs to somebody already"),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"username": "a@b"}, "Letters, digits"),
    ],
)
def test_a_wrong_form_says_what_is_wrong(admin: Client, kenji: User, wrong: dict[str, str], said: str) -> None:
    form = {"username": "yuki", "email": "yuki@example.org", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert said in errors(admin.post("/admin/accounts/user/add/", {**form, **wrong}))
    assert User.objects.count() == 2


def test_a_person_is_changed(admin: Client, kenji: User) -> None:
    assert change(admin, kenji, display_name="Kenji 健二", is_staff="on").status_code == 302
    kenji.refresh_from_db()
    assert (kenji.display_name, kenji.is_staff, kenji.is_active) == ("Kenji 健二", True, True)
    assert kenji.check_password(PASSWORD)


def test_a_name_in_use_is_refused_in_any_case(admin: Client, kenji: User) -> None:
    assert "This user name is taken" in errors(change(admin, kenji, username="HANAKO"))
    assert "belongs to somebody" in errors(change(admin, kenji, email="Hanako@example.org"))
    a_user("émile")
    assert "This user name is taken" in errors(change(admin, kenji, username="ÉMILE"))


def test_a_renamed_person_is_found_by_the_new_name(admin: Client, kenji: User) -> None:
    change(admin, kenji, username="Émile", email="E@BÜCHER.example")
    kenji.refresh_from_db()
    assert (kenji.username_key, kenji.email_key) == ("émile", "e@bücher.example")


@pytest.mark.parametrize("words", ["ÉMILE", "ＥＭ emil", "zola", "bücher"])
def test_people_are_found_in_every_spelling(admin: Client, words: str) -> None:
    emile = a_user("émile", email="emil@BÜCHER.example", display_name="Zola Em")
    assert list(admin.get("/admin/accounts/user/", {"q": words}).context["cl"].queryset) == [emile]


@pytest.mark.parametrize("right", ["is_active", "is_staff", "is_superuser"])
def test_nobody_takes_their_own_rights(admin: Client, hanako: User, right: str) -> None:
    assert "You cannot take this from yourself" in errors(change(admin, hanako, **{right: None}))
    hanako.refresh_from_db()
    assert getattr(hanako, right)


def test_nobody_deactivates_themselves_from_the_list(admin: Client, hanako: User, kenji: User) -> None:
    assert "Nothing was changed. hanako: That is yourself." in act(admin, "user", "deactivate", kenji, hanako)
    assert User.objects.filter(is_active=True).count() == 2


def test_people_are_not_deleted(admin: Client, kenji: User) -> None:
    assert admin.post(f"/admin/accounts/user/{kenji.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in str(admin.get("/admin/accounts/user/").context["action_form"])


@pytest.mark.parametrize("model", ["user", "session"])
def test_a_list_asks_as_much_of_the_database_for_many_rows_as_for_few(
    admin: Client, model: str, django_assert_max_num_queries: Any
) -> None:
    for index in range(60):
        begin(a_user(f"p{index}"))
    with django_assert_max_num_queries(7):
        assert len(admin.get(f"/admin/accounts/{model}/").context["cl"].result_list) == 50
