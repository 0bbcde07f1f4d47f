"""People are told while they read: neither waits for the other for good."""

import pytest

from chat.models import Room
from chat.services.personal import read_markers
from chat.services.rooms import rooms
from notifications.models import Batch, InboxItem
from notifications.services import telling
from tests.chat.hearth import Hearth
from tests.support.in_process import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS, ROOMS = 8, 3


def test_told_and_reading_at_once() -> None:
    """Whoever moves markers locks memberships, then the own state; so who tells may lock no membership after it."""
    hearth = Hearth()
    first = hearth.id
    ids = [first]
    for at in range(ROOMS - 1):
        people = [hearth.member.pk]
        ids.append(rooms.create(owner=hearth.owner, name=f"{at}", kind=Room.Kind.PUBLIC, members=people).pk)
    for turn in range(ROUNDS):
        seqs: dict[int, int] = {}
        for hearth.id in reversed(ids):
            seqs[hearth.id] = hearth.store(f"@yuki {turn}").seq
        at_once(telling.step, lambda seqs=seqs: read_markers.advance_all(by=hearth.member, seqs=seqs))  # type: ignore[misc]
    while telling.step():
        pass
    assert not Batch.objects.exists()
    assert InboxItem.objects.filter(user=hearth.member).count() == ROUNDS * ROOMS
    assert not InboxItem.objects.of(hearth.member).undone().exists()
