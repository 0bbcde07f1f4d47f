"""Guards reach the gates with what a batch reads anyway: nothing set costs no query, and no bit is lost."""

import uuid
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from typing import ClassVar

import pytest
from django.apps import AppConfig, apps

from chat.gates import gate
from chat.gates.gate import Check, Gate, Writer
from chat.models import Room
from chat.services import guards
from chat.services.authority import Member
from chat.services.messages import editing
from chat.services.messages.storing import NewMessage, send_together
from chat.services.rooms import joining, memberships
from chat.services.typing import Typist, refusals
from tests.chat.hearth import Hearth
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db

# Bits of no app, so that no gate asks its table.
ONE, ANOTHER, A_THIRD = 64, 128, 256


class Seen:
    writers: ClassVar[list[Writer]] = []


def note(writers: Collection[Writer], now: datetime) -> Check | None:
    Seen.writers.extend(writers)
    return None


NOTING = Gate(note)


class Noting(AppConfig):
    name = "tests"
    gates = (f"{__name__}.NOTING",)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Writer]]:
    configs = [*apps.get_app_configs(), Noting("tests.noting", __import__("tests"))]
    monkeypatch.setattr(apps, "get_app_configs", lambda: configs)
    gate.installed.cache_clear()
    Seen.writers.clear()
    yield Seen.writers
    gate.installed.cache_clear()


def send(hearth: Hearth, *people: str) -> None:
    send_together([NewMessage(hearth.person(who), hearth.id, uuid.uuid4(), "hello") for who in people])


def edit(hearth: Hearth) -> None:
    editing.edit(by=hearth.member, message_id=hearth.said, text=f"{uuid.uuid4()}")  # type: ignore[attr-defined]


def type_text(hearth: Hearth) -> None:
    refusals([Typist(hearth.id, hearth.member.pk)])


WAYS: dict[str, Callable[[Hearth], None]] = {
    "send": lambda hearth: send(hearth, "member"),
    "edit": edit,
    "type": type_text,
}


@pytest.fixture
def spoken(hearth: Hearth) -> Hearth:
    hearth.said = hearth.say("in time", hearth.member).pk  # type: ignore[attr-defined]
    return hearth


def set_member(hearth: Hearth, on: bool) -> None:
    guards.guard_members([hearth.membership(hearth.member)], ONE, on)


def set_person(hearth: Hearth, on: bool) -> None:
    guards.guard_people([hearth.member.pk], ONE, on)


def set_room(hearth: Hearth, on: bool) -> None:
    guards.guard_room(hearth.room, ONE, on)


def set_site(hearth: Hearth, on: bool) -> None:
    guards.guard_site(ONE, on)


SCOPES = {"member": set_member, "person": set_person, "room": set_room, "site": set_site}


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("way", WAYS)
def test_a_bit_of_every_scope_reaches_every_way_to_write(
    spoken: Hearth, seen: list[Writer], scope: str, way: str
) -> None:
    SCOPES[scope](spoken, True)
    WAYS[way](spoken)
    assert [writer.is_guarded(ONE) for writer in seen] == [True]
    assert not seen[0].is_guarded(ANOTHER)
    SCOPES[scope](spoken, False)
    WAYS[way](spoken)
    assert not seen[1].is_guarded(ONE)


def test_bits_of_all_scopes_come_together(spoken: Hearth, seen: list[Writer]) -> None:
    set_member(spoken, True)
    guards.guard_people([spoken.member.pk], A_THIRD, True)
    guards.guard_site(ANOTHER, True)
    WAYS["send"](spoken)
    WAYS["edit"](spoken)
    assert [writer.guards for writer in seen] == [ONE | A_THIRD | ANOTHER] * 2
    assert Room.objects.get(pk=spoken.id).guards == 0


def test_a_bit_of_one_person_concerns_nobody_else(spoken: Hearth, seen: list[Writer]) -> None:
    set_member(spoken, True)
    set_person(spoken, True)
    send(spoken, "owner", "member", "moderator")
    assert {writer.user_id: writer.guards for writer in seen} == {
        spoken.owner.pk: 0,
        spoken.member.pk: ONE,
        spoken.moderator.pk: 0,
    }


def test_clearing_a_bit_leaves_the_others(hearth: Hearth) -> None:
    membership = hearth.membership(hearth.member)
    for bit in (ONE, ANOTHER):
        guards.guard_members([membership], bit, True)
    guards.guard_members([membership], ONE, False)
    assert hearth.membership(hearth.member).guards == membership.guards == ANOTHER


def test_leaving_and_coming_back_leaves_the_bit(hearth: Hearth, seen: list[Writer]) -> None:
    set_member(hearth, True)
    memberships.leave(by=hearth.member, room_id=hearth.id)
    joining.join(by=hearth.member, room_id=hearth.id)
    hearth.set_role(hearth.member, "moderator")
    send(hearth, "member")
    assert [(writer.role, writer.is_guarded(ONE)) for writer in seen] == [("moderator", True)]


@pytest.mark.parametrize(
    ("way", "queries"),
    [
        ("send", 8),
        ("edit", 11),
        ("type", 2),
    ],
)
def test_reading_them_takes_no_query(spoken: Hearth, seen: list[Writer], way: str, queries: int) -> None:
    """The numbers are those from before there were guards, and one row of notifications/models/batch.py."""
    assert queries_of(lambda: WAYS[way](spoken)) == queries
    for set_bit in SCOPES.values():
        set_bit(spoken, True)
    assert queries_of(lambda: WAYS[way](spoken)) == queries


def test_an_authority_brings_them(hearth: Hearth) -> None:
    assert Member(hearth.member).lock(hearth.id).guards == 0
    set_person(hearth, True)
    assert Member(hearth.member).lock(hearth.id).guards == ONE
