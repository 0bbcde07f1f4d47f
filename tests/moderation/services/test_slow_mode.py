"""Slow mode counts messages that are held."""

import pytest

from chat.models import Room
from moderation.models import HeldMessage
from moderation.services.held import releasing
from tests.chat.hearth import Hearth
from tests.moderation.ruled import hold, rule, send

pytestmark = pytest.mark.django_db


def test_slow_mode_comes_first(hearth: Hearth) -> None:
    rule(hearth)
    Room.objects.filter(pk=hearth.id).update(slow_seconds=60)
    assert send(hearth, "casino", "casino") == ["held", "slow_mode"]


@pytest.mark.parametrize("taken_back", [False, True])
def test_slow_mode_counts_what_was_held_before(hearth: Hearth, taken_back: bool) -> None:
    rule(hearth)
    Room.objects.filter(pk=hearth.id).update(slow_seconds=3600)
    held = hold(hearth)
    if taken_back:
        releasing.withdraw(by=hearth.member, held_id=held.id)
    assert send(hearth, "casino") + send(hearth, "hello") == ["slow_mode"] * 2
    assert send(hearth, "casino", author=hearth.owner) == ["sent"]
    assert send(hearth, "casino", author=hearth.stranger) == ["not_found"]
    HeldMessage.objects.update(at="2020-01-01T00:00Z")
    assert send(hearth, "casino") == ["held"]
