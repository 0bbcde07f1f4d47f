"""A password is the same in half-width and in full-width letters; one that was hashed as it was typed stays good."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, make_password
from django.core.management import call_command
from pytest_django import Settings

from accounts.models import User
from accounts.services import people
from accounts.services.passwords import password_problems
from chat.services import site
from core.problems import Problem
from tests.support.in_process import Answer, Api, a_user

pytestmark = pytest.mark.django_db

NORMAL, TYPED = "アンコ ガ 入り たいやき", "ｱﾝｺ ｶﾞ 入り　たいやき"


@pytest.fixture
def hanako() -> User:
    return a_user("hanako")


def sign_in(password: str) -> Answer:
    return Api().post("session/", {"username": "hanako", "password": password})


def set_hash(user: User, password: str) -> None:
    """As the version before stored it."""
    User.objects.filter(pk=user.pk).update(password=make_password(password))


@pytest.mark.parametrize(("one", "other"), [(NORMAL, TYPED), (TYPED, NORMAL)])
def test_either_spelling_signs_in(hanako: User, one: str, other: str) -> None:
    hanako.set_password(one)
    hanako.save()
    assert [sign_in(password).status for password in (one, other)] == [200, 200]


def test_case_counts(hanako: User) -> None:
    hanako.set_password("Warm hands")
    hanako.save()
    assert sign_in("warm hands").refusal == (401, "wrong_credentials")


def test_an_old_hash_is_accepted_as_it_was_typed_and_made_anew(hanako: User) -> None:
    set_hash(hanako, TYPED)
    assert sign_in(NORMAL).refusal == (401, "wrong_credentials")
    assert sign_in(TYPED).status == 200
    hanako.refresh_from_db()
    assert check_password(NORMAL, hanako.password)
    assert sign_in(NORMAL).status == 200


def test_an_old_hash_of_plain_letters_stays(hanako: User) -> None:
    set_hash(hanako, "warm hands")
    before = User.objects.get().password
    assert sign_in("warm hands").status == 200
    assert User.objects.get().password == before


def test_a_password_that_was_changed_meanwhile_is_not_undone(hanako: User) -> None:
    set_hash(hanako, TYPED)
    stale = User.objects.get()
    set_hash(hanako, "changed meanwhile")
    assert stale.check_password(TYPED)
    assert User.objects.get().check_password("changed meanwhile")


def test_changing_it_takes_either_spelling(hanako: User) -> None:
    set_hash(hanako, TYPED)
    hanako.refresh_from_db()
    people.change_password(user=hanako, current=TYPED, new="ａｎｏｔｈｅｒ one", keep=None)
    assert people.change_password(user=hanako, current="another one", new="the third one", keep=None)
    with pytest.raises(Problem, match="wrong_password"):
        people.change_password(user=hanako, current="another one", new="the fourth one", keep=None)


@pytest.mark.parametrize("weak", ["ｐａｓｓｗｏｒｄ", "１２３４５６７８", "ｈａｎａｋｏ", "㌀㌀"])
def test_a_weak_one_is_weak_in_every_spelling(hanako: User, weak: str) -> None:
    assert password_problems(weak, hanako)


def test_registering_and_claiming() -> None:
    form = {"code": site.setup_code(), "username": "hanako", "email": "h@example.org", "password": TYPED}
    assert Api().post("setup/", {**form, "room": "Hearth"}).status == 201
    assert check_password(NORMAL, User.objects.get().password)


def test_at_the_console(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", TYPED)
    call_command("createsuperuser", interactive=False, username="hanako", email="h@example.org", verbosity=0)
    assert sign_in(NORMAL).status == 200


def test_nor_is_one_by_making_the_hash_of_former_settings_anew(hanako: User, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [*settings.PASSWORD_HASHERS, "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    User.objects.update(password=PBKDF2PasswordHasher().encode("warm hands", "some-salt", 1000))
    stale = User.objects.get()
    set_hash(hanako, "changed meanwhile")
    assert stale.check_password("warm hands")
    assert User.objects.get().check_password("changed meanwhile")


def test_nor_by_a_change_that_began_with_the_former_one(hanako: User) -> None:
    set_hash(hanako, "warm hands")
    stale = User.objects.get()
    set_hash(hanako, "changed meanwhile")
    with pytest.raises(Problem, match="wrong_password"):
        people.change_password(user=stale, current="warm hands", new="of somebody else", keep=None)
    assert User.objects.get().check_password("changed meanwhile")
