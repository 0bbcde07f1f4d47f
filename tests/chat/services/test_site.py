"""Claiming an empty site."""

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import Settings

from accounts.models import User
from chat import selectors
from chat.models import Epoch, Membership, Room
from chat.services import site
from core.problems import Problem
from tests.support.in_process import PASSWORD, a_user

pytestmark = pytest.mark.django_db

FORM = {"username": "hanako", "email": "hanako@example.org", "password": PASSWORD, "room": "Hearth"}


def claim(code: str | None = None, **changes: Any) -> User:
    return site.claim(code=site.setup_code() if code is None else code, **{**FORM, **changes})


def test_the_first_person_administers_the_site_and_owns_its_first_room() -> None:
    assert site.is_unclaimed()
    hanako = claim()
    assert (hanako.is_staff, hanako.is_superuser, hanako.check_password(PASSWORD)) == (True, True, True)
    room = Room.objects.get()
    assert (room.name, room.kind) == ("Hearth", "public")
    assert (Membership.objects.get().user, Membership.objects.get().role) == (hanako, "owner")
    assert not site.is_unclaimed()


def test_the_code_is_easy_to_read_out_and_stays_the_same() -> None:
    assert re.fullmatch(r"[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}", site.setup_code())
    assert site.setup_code() == site.setup_code()


def test_the_code_is_of_this_site(settings: Settings) -> None:
    codes = {site.setup_code()}
    settings.SECRET_KEY = "another" * 8
    codes.add(site.setup_code())
    Epoch.objects.update(value="3f1d5b0e-7a55-4a0e-9f2e-0c9a5d1f7b11")
    codes.add(site.setup_code())
    assert len(codes) == 3


def test_the_code_may_be_typed_in_any_way() -> None:
    claim(" " + site.setup_code().lower().replace("-", " ") + "\n")
    assert User.objects.exists()


@pytest.mark.parametrize("code", ["", "----", "AAAA-AAAA-AAAA", "é" * 12])
def test_another_code_claims_nothing(code: str) -> None:
    with pytest.raises(Problem, match="wrong_setup_code"):
        claim(code)
    assert not User.objects.exists()


def test_once_somebody_is_there_even_the_right_code_claims_nothing() -> None:
    code = site.setup_code()
    a_user("kenji")
    for attempt in (code, "AAAA-AAAA-AAAA"):
        with pytest.raises(Problem, match="setup_done"):
            claim(attempt)
    assert not Room.objects.exists()


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"password": "short"}, {"password": ["password_too_short"]}),
        ({"username": "ha na"}, {"username": ["invalid"]}),
        ({"room": " "}, {"name": ["blank"]}),
    ],
)
def test_what_is_wrong_leaves_the_site_unclaimed(changes: dict[str, str], fields: dict[str, list[str]]) -> None:
    with pytest.raises(Problem) as caught:
        claim(**changes)
    assert caught.value.fields == fields
    assert site.is_unclaimed()


def test_after_a_backup_is_restored_clients_load_everything_again() -> None:
    hanako = claim()
    room = Room.objects.get()
    known = selectors.epoch()
    call_command("newepoch", stdout=StringIO())
    assert selectors.epoch() != known
    answer = selectors.changes_since(hanako, known_epoch=known, revs={room.pk: room.rev})
    assert answer.rooms[str(room.pk)].reset
