"""Gates: all of them for a whole batch, each with its own refusal, in a fixed order, and at no price where nothing is to be asked."""

import uuid
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, ClassVar

import pytest
from django.apps import AppConfig, apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat.gates import gate
from chat.gates.gate import Check, Gate, Write, Writer, expect_open
from chat.models import Room
from chat.services.authority import Member
from chat.services.messages import editing
from chat.services.messages.storing import NewMessage, Sent, send_together
from chat.services.rooms import rooms
from chat.services.typing import Typist, refusals
from core.problems import Problem
from tests.chat.hearth import Hearth

pytestmark = pytest.mark.django_db


class Muted:
    """As a leaf adds one: who is muted is read once for each batch."""

    people: ClassVar[set[int]] = set()
    batches: ClassVar[list[int]] = []


def open_muted(writers: Collection[Writer], now: datetime) -> Check | None:
    Muted.batches.append(len(writers))
    muted = Muted.people & {writer.user_id for writer in writers}

    def check(writer: Writer) -> None:
        if writer.user_id in muted:
            raise Problem("forbidden", "Muted.")

    return check if muted else None


MUTED = Gate(open_muted)


class Moderation(AppConfig):
    name = "tests"
    gates = (f"{__name__}.MUTED",)


@pytest.fixture
def muted(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Muted]]:
    configs = [*apps.get_app_configs(), Moderation("tests.moderation", __import__("tests"))]
    monkeypatch.setattr(apps, "get_app_configs", lambda: configs)
    gate.installed.cache_clear()
    Muted.people.clear()
    Muted.batches.clear()
    yield Muted
    gate.installed.cache_clear()


def outcomes(hearth: Hearth, *messages: NewMessage) -> list[str]:
    return [outcome.code if isinstance(outcome, Problem) else "sent" for outcome in send_together(messages)]


def new(hearth: Hearth, who: str, **fields: Any) -> NewMessage:
    return NewMessage(hearth.person(who), hearth.id, uuid.uuid4(), "hello", **fields)


def test_the_order_is_kept(hearth: Hearth) -> None:
    """The state of the room, then who posts, then what the message answers, then how often."""
    rooms.change(by=Member(hearth.owner), room_id=hearth.id, posting="moderators", slow_seconds=60)
    hearth.say("before", hearth.moderator)
    assert outcomes(hearth, new(hearth, "stranger"), new(hearth, "member", reply_to=10**9)) == [
        "not_found",
        "posting_closed",
    ]
    rooms.change(by=Member(hearth.owner), room_id=hearth.id, posting="everybody")
    assert outcomes(hearth, new(hearth, "member"), new(hearth, "member", reply_to=10**9), new(hearth, "member")) == [
        "sent",
        "invalid",
        "slow_mode",
    ]
    rooms.change(by=Member(hearth.owner), room_id=hearth.id, posting="moderators")
    hearth.archive()
    assert outcomes(hearth, new(hearth, "member"), new(hearth, "owner")) == ["room_archived", "room_archived"]


def test_what_another_reason_refused_counts_for_no_pace(hearth: Hearth) -> None:
    rooms.change(by=Member(hearth.owner), room_id=hearth.id, slow_seconds=60)
    assert outcomes(hearth, new(hearth, "member", reply_to=10**9), new(hearth, "member")) == ["invalid", "sent"]


def test_a_gate_of_another_app_holds_every_way_to_write(hearth: Hearth, muted: type[Muted]) -> None:
    message = hearth.say("in time", hearth.member)
    muted.people.add(hearth.member.pk)
    assert outcomes(hearth, new(hearth, "member"), new(hearth, "owner")) == ["forbidden", "sent"]
    with pytest.raises(Problem, match="forbidden"):
        editing.edit(by=hearth.member, message_id=message.pk, text="too late")
    (refusal, none) = refusals([Typist(hearth.id, hearth.member.pk), Typist(hearth.id, hearth.owner.pk)])
    assert (refusal and refusal.code, none) == ("forbidden", None)


def test_a_gate_is_opened_once_for_a_batch(hearth: Hearth, muted: type[Muted]) -> None:
    people = ("owner", "moderator", "member", "stranger")
    outcome = send_together([new(hearth, who) for who in people for _ in range(10)])
    assert sum(isinstance(one, Sent) for one in outcome) == 30
    assert muted.batches == [3], "those who are in the room, each once"


@pytest.mark.parametrize("write", Write)
def test_an_open_room_costs_no_query(hearth: Hearth, write: Write) -> None:
    room = Room.objects.get(pk=hearth.id)
    with CaptureQueriesContext(connection) as captured:
        expect_open(write, Writer(room, hearth.member.pk, "member"))
    assert len(captured) == 0


def test_slow_mode_costs_one_query_however_many_write(hearth: Hearth) -> None:
    def queries(count: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            send_together([new(hearth, "owner") for _ in range(count)])
        return len(captured)

    usual = queries(1)
    rooms.change(by=Member(hearth.owner), room_id=hearth.id, slow_seconds=60)
    assert queries(1) == queries(20) == usual + 1
