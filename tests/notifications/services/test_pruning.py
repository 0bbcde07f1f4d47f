"""Inboxes are bounded."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.models import InboxItem
from notifications.services import pruning
from notifications.services.pruning import KEPT
from tests.chat.hearth import Hearth
from tests.core.jobs.due import run_due
from tests.notifications.told import inbox, tell

pytestmark = pytest.mark.django_db


def prune() -> None:
    pruning.prune(None)  # type: ignore[arg-type]
    run_due()


def test_what_is_old_goes(hearth: Hearth) -> None:
    old, young = hearth.say("@yuki old"), hearth.say("@yuki young")
    tell()
    for message, age in ((old, KEPT + timedelta(seconds=1)), (young, KEPT - timedelta(minutes=1))):
        InboxItem.objects.filter(message=message).update(at=timezone.now() - age)
    prune()
    assert [text for _, text, _ in inbox(hearth.member)] == ["@yuki young"]


@pytest.mark.parametrize("together", [2, 1000])
def test_no_more_than_so_many_of_one_person(hearth: Hearth, monkeypatch: pytest.MonkeyPatch, together: int) -> None:
    monkeypatch.setattr(pruning, "MOST_KEPT", 3)
    monkeypatch.setattr(pruning, "MOST_TOGETHER", together)
    for at in range(8):
        hearth.say(f"@yuki {at}")
    hearth.say("@kenji")
    tell()
    prune()
    assert [text for _, text, _ in inbox(hearth.member)] == ["@yuki 7", "@yuki 6", "@yuki 5"]
    assert len(inbox(hearth.moderator)) == 1
