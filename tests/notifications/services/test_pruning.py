"""Inboxes are bounded."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.models import InboxItem, InboxState
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


def read_by_pruning(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The people whose whole inbox is read."""
    whole, shorten = list[int](), pruning._shorten

    def noted(user: int) -> bool:
        whole.append(user)
        return shorten(user)

    monkeypatch.setattr(pruning, "_shorten", noted)
    prune()
    return whole


def test_an_inbox_is_read_where_it_may_be_full(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "MOST_KEPT", 3)
    for at in range(2):
        hearth.say(f"@yuki {at}")
        tell()
        with monkeypatch.context() as patched:
            assert read_by_pruning(patched) == []
    hearth.say("@yuki 2")
    hearth.say("@yuki 3")
    tell()
    with monkeypatch.context() as patched:
        assert read_by_pruning(patched) == [hearth.member.pk]
    with monkeypatch.context() as patched:
        assert read_by_pruning(patched) == []
    hearth.say("@yuki 4")
    tell()
    prune()
    assert [text for _, text, _ in inbox(hearth.member)] == ["@yuki 4", "@yuki 3", "@yuki 2"]


def test_what_was_counted_is_not_read_again(hearth: Hearth) -> None:
    for at in range(3):
        hearth.say(f"@yuki {at}")
    tell()
    prune()
    counted = InboxState.objects.get(user=hearth.member)
    assert counted.counted == 3
    assert counted.counted_item == InboxItem.objects.filter(user=hearth.member).latest("pk").pk
    prune()
    assert InboxState.objects.get(user=hearth.member).counted == 3


def test_deleted_items_make_it_count_anew(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "MOST_KEPT", 3)
    for at in range(3):
        hearth.say(f"@yuki {at}")
    tell()
    prune()
    InboxItem.objects.filter(user=hearth.member).earliest("pk").delete()
    hearth.say("@yuki 3")
    tell()
    prune()
    assert len(inbox(hearth.member)) == 3
    assert InboxState.objects.get(user=hearth.member).counted == 3
